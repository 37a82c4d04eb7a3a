import { Button, NativeSelect, Radio, Select, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskError } from '../../../shared/desk-api/contract.ts'
import type { RoomView } from '../../../shared/desk-api/views.ts'
import { BLOCK_REASONS } from '../../../shared/domain/rows.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import { DateField } from '../../components/date-field.tsx'
import { Notice } from '../../components/notice.tsx'
import { Shortcut } from '../../components/shortcut.tsx'
import { useCodeText, useHotel } from '../../data/hotel-provider.tsx'
import { valueOf } from '../../data/shown.ts'
import { useDeskCommand } from '../../data/use-desk-command.ts'
import { useDeskQuery } from '../../data/use-desk-query.ts'
import { type BlockDraft, blockConsequence, blockFaults, overlappingBlock } from '../../stores/block-draft.ts'
import { useBlockDraft } from '../../stores/block-store.ts'
import { useScreen } from '../../stores/screen-store.ts'

/** Takes a room out of use. What that means for guests is said before it is saved. */
export function BlockForm({ draft }: { draft: BlockDraft }) {
  const { t } = useTranslation()
  const { hotel, format, roomTypeName } = useHotel()
  const textOf = useCodeText()
  const { change, clear } = useBlockDraft()
  const show = useScreen((state) => state.show)
  const { run, inFlight } = useDeskCommand('block.set')
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<DeskError | null>(null)
  const faults = blockFaults(draft)
  const until = faults.until ? addDays(draft.from, 1) : draft.until
  const rooms = valueOf(useDeskQuery('rooms.list', { from: draft.from, until }, { keepPrevious: true })) ?? []
  const room = rooms.find((candidate) => candidate.roomId === draft.roomId) ?? null

  const edit = (part: Partial<BlockDraft>) => {
    setRefused(null)
    change(part)
  }
  const save = async () => {
    setTried(true)
    if (draft.roomId === null || faults.until) return
    const answer = await run({ ...draft, roomId: draft.roomId })
    if (!answer) return
    if (!answer.ok) return setRefused(answer.error)
    clear()
    show('blocks')
  }
  const refusedAtDates = refused?.code === 'BLOCK_DATES_INVALID'
  return (
    // Ctrl+Enter saves from any field, the remarks too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      data-testid="block-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        void save()
      }}
    >
      <Stack gap="md">
        <Select
          label={t('blockForm.room')}
          placeholder={t('blockForm.roomPlaceholder')}
          data={rooms.map((each) => ({
            value: String(each.roomId),
            label: `${each.roomId} · ${roomTypeName(each.roomTypeId)} · ${t(`blockForm.tonight.${each.tonight}`)}`,
          }))}
          value={draft.roomId}
          error={tried && faults.room ? t(`blockForm.${faults.room}`) : undefined}
          searchable
          openOnFocus={false}
          selectFirstOptionOnChange
          selectFirstOptionOnDropdownOpen={draft.roomId === null}
          limit={60}
          data-autofocus
          nothingFoundMessage={t('blockForm.noRoom')}
          maxDropdownHeight={280}
          onChange={(value) => edit({ roomId: rooms.find((each) => each.roomId === value)?.roomId ?? null })}
        />
        <Radio.Group
          label={t('blockForm.kind')}
          value={draft.kind}
          onChange={(kind) => edit({ kind: kind === 'OOS' ? 'OOS' : 'OOO' })}
        >
          <Stack gap="xs" mt={6}>
            <Radio value="OOO" label={t('word.blockKind.OOO')} description={t('blockForm.oooHint')} />
            <Radio value="OOS" label={t('word.blockKind.OOS')} description={t('blockForm.oosHint')} />
          </Stack>
        </Radio.Group>
        <NativeSelect
          label={t('blockForm.reason')}
          size="sm"
          value={draft.reason}
          data={BLOCK_REASONS.map((reason) => ({ value: reason, label: t(`word.reason.${reason}`) }))}
          onChange={(event) => {
            const reason = BLOCK_REASONS.find((each) => each === event.currentTarget.value)
            if (reason) edit({ reason })
          }}
        />
        <div className="kr-fields-pair">
          <DateField
            label={t('blockForm.from')}
            value={draft.from}
            min={hotel.businessDate}
            base={hotel.businessDate}
            format={format.day}
            onChange={(from) => edit({ from, ...(draft.until <= from ? { until: addDays(from, 1) } : {}) })}
          />
          <DateField
            label={t('blockForm.until')}
            value={draft.until}
            min={addDays(draft.from, 1)}
            base={draft.from}
            format={format.day}
            error={
              refusedAtDates ? textOf(refused) : tried && faults.until ? t(`blockForm.${faults.until}`) : undefined
            }
            onChange={(next) => edit({ until: next })}
          />
        </div>
        <Textarea
          label={t('blockForm.remarks')}
          placeholder={t('blockForm.remarksHint')}
          value={draft.remarks}
          maxLength={500}
          autosize
          minRows={2}
          onChange={(event) => edit({ remarks: event.currentTarget.value })}
        />
        {room ? <Consequence draft={draft} room={room} /> : null}
        {refused && !refusedAtDates ? (
          <Notice tone="urgent" role="alert">
            {textOf(refused)}
          </Notice>
        ) : null}
        <Button
          type="submit"
          size="md"
          loading={inFlight}
          data-testid="block-save"
          aria-keyshortcuts="Control+Enter"
          rightSection={<Shortcut keys="Ctrl ⏎" />}
        >
          {t('blockForm.save')}
        </Button>
      </Stack>
    </form>
  )
}

function Consequence({ draft, room }: { draft: BlockDraft; room: RoomView }) {
  const { t } = useTranslation()
  const { hotel, format } = useHotel()
  const consequence = blockConsequence(draft, room, hotel.businessDate)
  if (consequence === null) return null
  const other = overlappingBlock(draft, room)
  return (
    <Notice tone={consequence === 'stillSold' ? 'info' : 'attention'} role="status">
      {t(`blockForm.${consequence}`, { room: room.roomId, until: other ? format.day(other.until) : '' })}
    </Notice>
  )
}
