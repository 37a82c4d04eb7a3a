import {
  IconAlertTriangle,
  IconCreditCardOff,
  IconDeviceFloppy,
  IconSend,
  IconSparkles,
  IconSpray,
  IconTool,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { STATE_ICONS } from './tape-bar.tsx'

const STATES = ['expected', 'dueIn', 'inHouse', 'dueOut', 'departed', 'noShow'] as const
const LANDINGS = [
  ['saved', IconDeviceFloppy],
  ['sent', IconSend],
  ['needsYou', IconAlertTriangle],
] as const
const KEYS = [
  ['M', 'tape.legend.keyMove'],
  ['E', 'tape.legend.keyDates'],
  ['C', 'tape.legend.keyCheckIn'],
  ['⏎', 'tape.legend.keyEnter'],
  ['⇧ ← →', 'tape.legend.keySelect'],
  ['B', 'tape.legend.keyBlock'],
  ['+ -', 'tape.legend.keyZoom'],
  ['T', 'tape.legend.keyToday'],
  ['Ctrl Z', 'tape.legend.keyUndo'],
  ['Esc', 'tape.legend.keyCancel'],
] as const

/** What bars, marks and keys mean. */
export function TapeLegend() {
  const { t } = useTranslation()
  return (
    <div className="kr-tape-legend">
      <section>
        <h2>{t('tape.legend.states')}</h2>
        <ul>
          {STATES.map((state) => {
            const Icon = STATE_ICONS[state]
            return (
              <li key={state}>
                <span className="kr-tape-bar" data-state={state}>
                  <Icon size={14} stroke={1.9} aria-hidden />
                </span>
                {t(`tape.state.${state}`)}
              </li>
            )
          })}
        </ul>
      </section>
      <section>
        <h2>{t('tape.legend.marks')}</h2>
        <ul>
          <li>
            <IconCreditCardOff size={15} aria-hidden /> {t('tape.unpaid')}
          </li>
          {LANDINGS.map(([landing, Icon]) => (
            <li key={landing}>
              <Icon size={15} aria-hidden /> {t(`sync.landing.${landing}Long`)}
            </li>
          ))}
        </ul>
        <h2>{t('tape.legend.rooms')}</h2>
        <ul>
          <li>
            <IconSparkles size={15} aria-hidden /> {t('word.housekeeping.clean')}, {t('word.housekeeping.inspected')}
          </li>
          <li>
            <IconSpray size={15} aria-hidden /> {t('word.housekeeping.dirty')}, {t('word.housekeeping.pickup')}
          </li>
          <li>
            <IconTool size={15} aria-hidden /> OOO: {t('tape.legend.ooo')}
          </li>
          <li>
            <IconTool size={15} aria-hidden /> OOS: {t('tape.legend.oos')}
          </li>
        </ul>
      </section>
      <section>
        <h2>{t('tape.legend.keys')}</h2>
        <dl>
          {KEYS.map(([key, text]) => (
            <div key={key}>
              <dt>
                <kbd className="kr-kbd">{key}</kbd>
              </dt>
              <dd>{t(text)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}
