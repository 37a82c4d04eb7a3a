import '../sync/sync.css'
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OpView, SyncBadge } from '../../../shared/desk-api/views.ts'
import { LandingMark } from '../../components/landing-mark.tsx'
import { SidePanel } from '../../components/side-panel.tsx'
import { RowsLoading, StaleNote } from '../../components/state-notes.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { useDesk } from '../../data/desk-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { useNow } from '../../data/use-now.ts'
import { ageInWords } from '../../i18n/format.ts'
import { useScreen } from '../../stores/screen-store.ts'
import { opSubject } from '../op-subject.ts'
import { Comparison } from '../sync/comparison.tsx'
import { Directions } from '../sync/directions.tsx'
import { ForSupport } from '../sync/for-support.tsx'
import { SafeToSell } from '../sync/safe-to-sell.tsx'

const ICONS = { up: IconCloudCheck, down: IconCloudOff, starting: IconCloudUp }

/** The line in full: its state, what is on its way and how old it is, and what to do about it. */
export function SyncPanel() {
  const { t } = useTranslation()
  const { panel, close } = useScreen()
  return (
    <SidePanel
      title={t('sync.panel.title')}
      opened={panel.kind === 'sync'}
      onClose={close}
      size={560}
      testId="sync-panel"
    >
      <Inside />
    </SidePanel>
  )
}

function Inside() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { hostLostAtUtcMs } = useDesk()
  const badge = valueOf(useDeskQuery('sync.badge', {}))
  const nowUtcMs = useNow()
  const ops = valueOf(useDeskQuery('sync.ops', {}))
  if (!badge || !ops) return <RowsLoading rows={5} height={40} />
  const unsent = ops.filter((op) => op.landing !== 'confirmed')
  const confirmed = ops.filter((op) => op.landing === 'confirmed')
  return (
    <div className="kr-sync">
      {hostLostAtUtcMs === null ? null : <StaleNote time={format.time(hostLostAtUtcMs)} />}
      <LineState badge={badge} unsent={unsent} nowUtcMs={nowUtcMs} />
      <SafeToSell />
      <h3>
        {unsent.length === 0 ? t('sync.panel.unsentNone') : t('sync.panel.unsentTitle', { count: unsent.length })}
      </h3>
      <Ops ops={unsent} nowUtcMs={nowUtcMs} testId="sync-unsent" />
      <Comparison />
      <ForSupport badge={badge} unsent={unsent} />
      {confirmed.length > 0 ? (
        <>
          <h3>{t('sync.panel.doneTitle')}</h3>
          <Ops ops={confirmed} nowUtcMs={nowUtcMs} testId="sync-done" />
        </>
      ) : null}
    </div>
  )
}

interface LineStateProps {
  readonly badge: SyncBadge
  readonly unsent: readonly OpView[]
  readonly nowUtcMs: number
}

function LineState({ badge, unsent, nowUtcMs }: LineStateProps) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const open = useScreen((state) => state.open)
  const textOf = useCodeText()
  const { run, inFlight } = useDeskCommand('sync.retryNow')
  const Icon = badge.haltedBy === null ? ICONS[badge.line] : IconAlertTriangle
  const todo = { up: t('sync.panel.doUp'), down: t('sync.panel.doDown'), starting: t('sync.panel.doStarting') }
  return (
    <section className="kr-line-state" data-line={badge.haltedBy === null ? badge.line : 'halted'}>
      <p className="kr-line-title">
        <Icon size={22} stroke={1.7} aria-hidden />
        <strong>
          {badge.haltedBy === null
            ? t(`sync.panel.${badge.line}`, { since: format.time(badge.lineSinceUtcMs) })
            : t('sync.panel.halted')}
        </strong>
      </p>
      <Directions badge={badge} unsent={unsent} nowUtcMs={nowUtcMs} />
      <dl className="kr-facts">
        <dt>{t('sync.panel.whatToDo')}</dt>
        <dd>
          {badge.haltedBy === null ? todo[badge.line] : textOf({ code: badge.haltedBy, params: {} })}{' '}
          {badge.needsYou > 0 ? t('sync.panel.doNeedsYou') : ''}
        </dd>
      </dl>
      <div className="kr-exception-actions">
        {badge.needsYou > 0 ? (
          <Button size="xs" onClick={() => open({ kind: 'needsYou' })}>
            {t('sync.panel.openNeedsYou')}
          </Button>
        ) : null}
        <Button size="xs" variant="default" loading={inFlight} data-testid="sync-retry" onClick={() => void run({})}>
          {t('sync.panel.tryNow')}
        </Button>
      </div>
    </section>
  )
}

function Ops({ ops, nowUtcMs, testId }: { ops: readonly OpView[]; nowUtcMs: number; testId: string }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const textOf = useCodeText()
  return (
    <ol className="kr-ops" data-testid={testId}>
      {ops.map((op) => (
        <li key={op.opId}>
          <div>
            <strong>{t(`sync.op.${op.type}`)}</strong>
            <span className="kr-muted"> {opSubject(op.params, format)}</span>
            {op.code === null ? null : <p className="kr-error">{textOf({ code: op.code, params: op.params })}</p>}
          </div>
          <span className="kr-ops-end">
            <LandingMark landing={op.landing} />
            <span className="kr-muted">{t('sync.panel.made', { age: ageInWords(t, nowUtcMs - op.madeAtUtcMs) })}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}
