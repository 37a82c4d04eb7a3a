import { IconCircleCheck, IconCloudOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SidePanel } from '../../components/side-panel.tsx'
import { useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { lineDown } from '../../i18n/en/guide.ts'
import { useScreen } from '../../stores/screen-store.ts'
import './guide.css'

const CAN = keysOf(lineDown.can)
const CANNOT = keysOf(lineDown.cannot)

/** In plain words what goes on working with the line down, what does not, and how much can be sold for certain. */
export function LineDownGuide() {
  const { t } = useTranslation()
  const { panel, close } = useScreen()
  const opened = panel.kind === 'lineDown'
  return (
    <SidePanel title={t('lineDown.title')} opened={opened} onClose={close} size={460} testId="line-down-guide">
      <div className="kr-guide">
        <p className="kr-guide-calm">{t('lineDown.calm')}</p>
        <Part title={t('lineDown.canTitle')} icon={<IconCircleCheck size={18} aria-hidden />}>
          <ul>
            {CAN.map((key) => (
              <li key={key}>{t(`lineDown.can.${key}`)}</li>
            ))}
          </ul>
        </Part>
        {opened ? <SafeToSell /> : null}
        <Part title={t('lineDown.cannotTitle')} icon={<IconCloudOff size={18} aria-hidden />}>
          <ul>
            {CANNOT.map((key) => (
              <li key={key}>{t(`lineDown.cannot.${key}`)}</li>
            ))}
          </ul>
        </Part>
        <Part title={t('lineDown.codeTitle')}>
          <p>{t('lineDown.code')}</p>
        </Part>
        <Part title={t('lineDown.backTitle')}>
          <p>{t('lineDown.back')}</p>
        </Part>
      </div>
    </SidePanel>
  )
}

function SafeToSell() {
  const { t } = useTranslation()
  const { format, roomTypeName } = useHotel()
  const allotment = valueOf(useDeskQuery('allotment.get', {}))
  if (!allotment) return null
  const { types, asOfUtcMs } = allotment
  const held = types.filter(({ tonight }) => tonight > 0)
  return (
    <Part title={t('lineDown.safeTitle')}>
      {held.length === 0 ? (
        <p>{t('lineDown.safeNone')}</p>
      ) : (
        <dl className="kr-guide-safe">
          {held.map(({ roomTypeId, tonight }) => (
            <div key={roomTypeId}>
              <dt>{roomTypeName(roomTypeId)}</dt>
              <dd>{tonight}</dd>
            </div>
          ))}
        </dl>
      )}
      {asOfUtcMs === null ? null : (
        <p className="kr-muted">{t('lineDown.safeAsOf', { time: format.time(asOfUtcMs) })}</p>
      )}
    </Part>
  )
}

function Part({ title, icon, children }: { title: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h3>
        {icon}
        {title}
      </h3>
      {children}
    </section>
  )
}

function keysOf<T extends object>(texts: T): readonly (keyof T)[] {
  return Object.keys(texts) as (keyof T)[] // the keys of a literal
}
