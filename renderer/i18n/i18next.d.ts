import type { en } from './en/catalogue.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    contextSeparator: '~'
    resources: { translation: typeof en }
  }
}
