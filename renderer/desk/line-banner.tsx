import { Button } from '@mantine/core'
import { IconCloudOff, IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDesk } from '../data/desk-provider.tsx'
import { useHotel } from '../data/hotel-provider.tsx'
import { valueOf } from '../data/shown.ts'
import { useDeskQuery } from '../data/use-desk-query.ts'
import { useNow } from '../data/use-now.ts'
import { useScreen } from '../stores/screen-store.ts'
import { isBannerDue } from './sync-words.ts'

/** What a dead line, or a host that does not answer, means for the work at the desk. */
export function LineBanner() {
  const { t } = useTranslation()
  const { format } = useHotel()
  const { hostLostAtUtcMs } = useDesk()
  const open = useScreen((state) => state.open)
  const badge = valueOf(useDeskQuery('sync.badge', {}))
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
  if (!badge || !isBannerDue(badge, nowUtcMs)) return null
  return (
    <div className="kr-banner" data-tone="attention" role="status" data-testid="line-banner">
      <IconCloudOff size={20} stroke={1.7} aria-hidden />
      <p>
        <strong>{t('sync.banner.downTitle', { since: format.time(badge.lineSinceUtcMs) })}</strong>{' '}
        {t('sync.banner.downCan')} {t('sync.banner.downCannot')}
      </p>
      <Button size="xs" variant="default" onClick={() => open({ kind: 'sync' })}>
        {t('sync.banner.more')}
      </Button>
    </div>
  )
}
