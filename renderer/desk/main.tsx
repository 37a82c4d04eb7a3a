import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './desk.css'
import './panels.css'
import './rail.css'
import './staff/staff.css'
import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { present } from '../../shared/base/assert.ts'
import { chooseDeskClient } from '../data/choose-desk-client.ts'
import { chosenLanguage } from '../data/chosen-language.ts'
import { DeskProvider } from '../data/desk-provider.tsx'
import { watchSession } from '../data/watch-session.ts'
import { startTexts } from '../i18n/start-texts.ts'
import { DeskApp } from './desk-app.tsx'
import { cssVariables, theme } from './theme.ts'

// The key is also read by `public/color-scheme.js`, before the first paint.
const colorScheme = localStorageColorSchemeManager({ key: 'keyrack-color-scheme' })

const texts = await startTexts(chosenLanguage())
const sayLanguage = (language: string) => document.documentElement.setAttribute('lang', language)
sayLanguage(texts.language)
texts.on('languageChanged', sayLanguage)
const root = present(document.getElementById('root'), 'index.html has a root')
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={texts}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorScheme}
        defaultColorScheme="auto"
      >
        <Notifications position="bottom-left" limit={3} />
        <DeskProvider client={watchSession(chooseDeskClient())}>
          <DeskApp />
        </DeskProvider>
      </MantineProvider>
    </I18nextProvider>
  </StrictMode>,
)
