import { Button, Skeleton } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from './notice.tsx'

/** Nothing to show, said as good news or with what to do. */
export function EmptyNote({ title, hint, icon }: { title: string; hint?: string; icon?: ReactNode }) {
  return (
    <div className="kr-empty">
      {icon}
      <p>{title}</p>
      {hint ? <p className="kr-muted">{hint}</p> : null}
    </div>
  )
}

/** A question that the host refused, with its text and another try. */
export function RefusedNote({ text, onRetry }: { text: string; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation()
  return (
    <Notice tone="urgent" role="alert">
      <p>{text}</p>
      {onRetry ? (
        <Button size="xs" variant="default" mt="xs" onClick={onRetry}>
          {t('app.retry')}
        </Button>
      ) : null}
    </Notice>
  )
}

/** Says that what stands below is the host's last word, and of when. */
export function StaleNote({ time }: { time: string }) {
  const { t } = useTranslation()
  return (
    <span className="kr-stale">
      <IconPlugConnectedX size={14} aria-hidden />
      {t('app.staleSince', { time })}
    </span>
  )
}

/** Rows to come, as tall as the ones that they stand for. */
export function RowsLoading({ rows, height }: { rows: number; height: number }) {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('app.loading')} className="kr-rows-loading">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </div>
  )
}
