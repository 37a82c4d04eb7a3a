import { ActionIcon, Menu } from '@mantine/core'
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
        <ActionIcon
          variant="subtle"
          color="gray"
          size={34}
          aria-label={t('header.language', { language: LANGUAGES[current].name })}
          data-testid="language-menu"
        >
          <IconLanguage size={19} stroke={1.7} aria-hidden />
        </ActionIcon>
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
