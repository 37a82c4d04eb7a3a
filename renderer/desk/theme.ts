import { type CSSVariablesResolver, type MantineColorsTuple, createTheme } from '@mantine/core'

const petrol: MantineColorsTuple = [
  '#e8f3f3',
  '#cfe4e5',
  '#a3cbcd',
  '#78b4b8',
  '#57a1a6',
  '#3a8a90',
  '#1f727a',
  '#0d5a62',
  '#0a4950',
  '#07383d',
]

const stone: MantineColorsTuple = [
  '#f9f8f5',
  '#f3f2ee',
  '#e9e7e1',
  '#dcdad3',
  '#c6c4bc',
  '#a5a6a1',
  '#7d8283',
  '#565f63',
  '#343c40',
  '#1b2225',
]

const night: MantineColorsTuple = [
  '#e7eae9',
  '#c3cacb',
  '#a3adb0',
  '#6b777b',
  '#3a4448',
  '#2c3539',
  '#222a2d',
  '#1a2023',
  '#14181a',
  '#0f1213',
]

/** The look of the desk: stone and petrol, quiet until something has to be done. Screen tokens stand in `desk.css`. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  colors: { petrol, gray: stone, dark: night },
  black: '#1b2225',
  fontFamily:
    '"Segoe UI Variable Text", "Segoe UI", -apple-system, "Inter", "Noto Sans", "Helvetica Neue", "Liberation Sans", Arial, sans-serif',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.3' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.25rem', xl: '1.75rem' },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    Drawer: {
      defaultProps: {
        position: 'right',
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.35 },
      },
    },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true } },
  },
})

/** Mantine's own surfaces on the desk's tokens, so that both draw from one palette. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--kr-surface)',
    '--mantine-color-text': 'var(--kr-text)',
    '--mantine-color-dimmed': 'var(--kr-muted)',
    '--mantine-color-error': 'var(--kr-bad-text)',
    '--mantine-color-placeholder': 'var(--kr-muted)',
    '--mantine-color-default-border': 'var(--kr-line-strong)',
    '--mantine-color-default': 'var(--kr-surface)',
    '--mantine-color-default-hover': 'var(--kr-hover)',
  }
  return { variables: {}, light: shared, dark: shared }
}
