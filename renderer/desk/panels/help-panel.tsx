import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { SidePanel } from '../../components/side-panel.tsx'
import { useScreen } from '../../stores/screen-store.ts'
import { ACTIONS } from '../desk-actions.ts'
import { takeTour } from '../guide/take-tour.ts'
import { VIEWS } from '../views.ts'

const GROUPS = [
  {
    title: 'help.inLists',
    keys: [
      ['↑ ↓ ← →', 'help.move'],
      ['⏎', 'help.open'],
      ['I', 'help.checkInRow'],
    ],
  },
  {
    title: 'help.inBooking',
    keys: [
      ['I', 'help.checkIn'],
      ['P', 'help.payment'],
      ['O', 'help.checkOut'],
      ['E', 'help.editGuest'],
      ['R', 'help.registration'],
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

/** Every key, from the same entries that make them work. */
export function HelpPanel() {
  const { t } = useTranslation()
  const { panel, open, close } = useScreen()
  const showAround = () => {
    close()
    void takeTour(t)
  }
  return (
    <SidePanel title={t('help.title')} opened={panel.kind === 'help'} onClose={close} size={400} testId="help-panel">
      <div className="kr-help-guides">
        <Button variant="default" onClick={() => open({ kind: 'lineDown' })}>
          {t('lineDown.title')}
        </Button>
        <Button variant="default" onClick={showAround}>
          {t('tour.again')}
        </Button>
      </div>
      <Group
        title={t('help.anywhere')}
        keys={[
          ['Ctrl K', t('action.palette')],
          ...ACTIONS.map(({ name, keys }): [string, string] => [keys, t(`action.${name}`)]),
        ]}
      />
      <Group
        title={t('help.views')}
        keys={VIEWS.map(({ name, keys }): [string, string] => [keys, t(`view.${name}`)])}
      />
      {GROUPS.map(({ title, keys }) => (
        <Group key={title} title={t(title)} keys={keys.map(([key, text]): [string, string] => [key, t(text)])} />
      ))}
    </SidePanel>
  )
}

function Group({ title, keys }: { title: string; keys: readonly [string, string][] }) {
  return (
    <section className="kr-help">
      <h3>{title}</h3>
      <dl>
        {keys.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd className="kr-kbd">{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
