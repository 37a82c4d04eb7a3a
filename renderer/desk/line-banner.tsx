import { Button } from '@mantine/core'
import { IconCloudOff, IconDeviceDesktop, IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TerminalView } from '../../shared/desk-api/views.ts'
import { useDesk } from '../data/desk-provider.tsx'
import { useHotel } from '../data/hotel-provider.tsx'
import { valueOf } from '../data/shown.ts'
import { useDeskQuery } from '../data/use-desk-query.ts'
import { useNow } from '../data/use-now.ts'
import { useScreen } from '../stores/screen-store.ts'
import { type HubBannerState, hubBannerState, isHubBannerDue } from './hub-words.ts'
import { isBannerDue } from './sync-words.ts'

/** What a dead line, or a host that does not answer, means for the work at the desk. */
export function LineBanner() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { hostLostAtUtcMs } = useDesk()
  const open = useScreen((state) => state.open)
  const badge = valueOf(useDeskQuery('sync.badge', {}))
  const terminal = valueOf(useDeskQuery('terminal.get', {}))
  const nowUtcMs = useNow()
  if (hostLostAtUtcMs !== null) {
    return (
      <div className="kr-banner" data-tone="urgent" role="alert" data-testid="host-banner">
        <IconPlugConnectedX size={20} stroke={1.7} aria-hidden />
        <p>
          <strong>{t('sync.banner.hostTitle', { since: format.time(hostLostAtUtcMs) })}</strong>{' '}
          {t('sync.banner.hostText')}
        </p>
      </div>
    )
  }
  if (terminal !== null && isHubBannerDue(terminal)) return <HubBanner terminal={terminal} />
  if (!badge || !isBannerDue(badge, nowUtcMs)) return null
  return (
    <div className="kr-banner" data-tone="attention" role="status" data-testid="line-banner">
      <IconCloudOff size={20} stroke={1.7} aria-hidden />
      <p>
        <strong>{t('sync.banner.downTitle', { since: format.time(badge.lineSinceUtcMs) })}</strong>{' '}
        {t('sync.banner.downCan')} {t('sync.banner.downCannot')}
      </p>
      <Button size="xs" variant="default" onClick={() => open({ kind: 'lineDown' })}>
        {t('lineDown.open')}
      </Button>
    </div>
  )
}

const TONE: Record<HubBannerState, 'attention' | 'urgent'> = {
  standby: 'attention',
  standbyBack: 'attention',
  waiting: 'attention',
  noStandby: 'urgent',
  keyRefused: 'urgent',
  unsentHere: 'attention',
}

/** What it means here that the hub is out of reach: who sells, and what the others do not see yet. */
function HubBanner({ terminal }: { terminal: TerminalView }) {
  const { t } = useTranslation()
  const { format } = useHotel()
  const state = hubBannerState(terminal)
  const since = format.time(terminal.hubLostAtUtcMs ?? terminal.sinceUtcMs)
  return (
    <div className="kr-banner" data-tone={TONE[state]} role="status" data-testid="hub-banner" data-state={state}>
      <IconDeviceDesktop size={20} stroke={1.7} aria-hidden />
      <p>
        <strong>{t(`sync.hub.${state}.title`, { since })}</strong> {t(`sync.hub.${state}.text`)}{' '}
        {terminal.unsent > 0 ? t('sync.hub.unsent', { count: terminal.unsent }) : null}{' '}
        {terminal.unanswered > 0 && terminal.role === 'standby'
          ? t('sync.hub.unanswered', { count: terminal.unanswered })
          : null}
      </p>
    </div>
  )
}
