import { useTranslation } from 'react-i18next'
import { SidePanel } from '../../components/side-panel.tsx'
import { useScreen } from '../../stores/screen-store.ts'

const GROUPS = [
  {
    title: 'help.anywhere',
    keys: [
      ['W', 'help.walkIn'],
      ['B', 'help.block'],
      ['/', 'help.search'],
      ['1', 'help.today'],
      ['2', 'help.occupancy'],
      ['3', 'help.blocks'],
      ['N', 'help.needsYou'],
      ['S', 'help.sync'],
      ['?', 'help.help'],
    ],
  },
  {
    title: 'help.inLists',
    keys: [
      ['↑ ↓ ← →', 'help.move'],
      ['⏎', 'help.open'],
    ],
  },
  {
    title: 'help.inForms',
    keys: [
      ['Ctrl ⏎', 'help.save'],
      ['Esc', 'help.close'],
    ],
  },
] as const

export function HelpPanel() {
  const { t } = useTranslation()
  const { panel, close } = useScreen()
  return (
    <SidePanel title={t('help.title')} opened={panel.kind === 'help'} onClose={close} size={400} testId="help-panel">
      {GROUPS.map(({ title, keys }) => (
        <section key={title} className="kr-help">
          <h3>{t(title)}</h3>
          <dl>
            {keys.map(([key, text]) => (
              <div key={key}>
                <dt>
                  <kbd className="kr-kbd">{key}</kbd>
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </SidePanel>
  )
}
