import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OpView, SyncBadge } from '../../../shared/desk-api/views.ts'
import { browserClock } from '../../data/browser-ports.ts'
import { useHotel } from '../../data/hotel-provider.tsx'
import { saveFile } from '../../data/save-file.ts'
import { supportFile } from './support-file.ts'

/** What is unsent, as a file that a person may send to support. */
export function ForSupport({ badge, unsent }: { badge: SyncBadge; unsent: readonly OpView[] }) {
  const { t } = useTranslation()
  const { hotel } = useHotel()
  return (
    <section aria-labelledby="kr-support">
      <h3 id="kr-support">{t('linePanel.support')}</h3>
      <p className="kr-muted kr-small">{t('linePanel.supportHint')}</p>
      <Button
        size="xs"
        variant="default"
        mt="xs"
        leftSection={<IconDownload size={16} stroke={1.8} aria-hidden />}
        data-testid="support-file"
        onClick={() => saveFile(supportFile(hotel, badge, unsent, browserClock.nowUtcMs()))}
      >
        {t('linePanel.supportSave', { count: unsent.length })}
      </Button>
    </section>
  )
}
