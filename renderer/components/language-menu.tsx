import { Button, Menu } from '@mantine/core'
import { IconLanguage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LANGUAGES, type LanguageCode, isLanguage } from '../i18n/languages.ts'
import { keepLanguage } from '../data/chosen-language.ts'
import { speak } from '../i18n/start-texts.ts'

/** Which language the screen speaks; kept on this computer. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation()
  const current = isLanguage(i18n.language) ? i18n.language : 'en'
  const choose = async (language: LanguageCode) => {
    await speak(i18n, language)
    keepLanguage(language)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconLanguage size={16} aria-hidden />}
          aria-label={t('header.language', { language: LANGUAGES[current].name })}
        >
          {LANGUAGES[current].name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(LANGUAGES).map(([code, { name }]) => (
          <Menu.Item
            key={code}
            lang={code}
            aria-current={code === current}
            onClick={() => void choose(code as LanguageCode) /* a key of LANGUAGES */}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
