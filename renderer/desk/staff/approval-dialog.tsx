import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { may } from '../../../shared/domain/staff.ts'
import { useDesk } from '../../data/desk-provider.tsx'
import { useApproval } from '../../stores/approval-store.ts'
import type { StaffMember } from '../../stores/staff-session.ts'
import { SignInForm } from './sign-in-form.tsx'

const OVER_PANELS = 400

/** Asks somebody who may to answer for what whoever is signed in may not do. */
export function ApprovalDialog({ staff }: { staff: readonly StaffMember[] }) {
  const { t } = useTranslation()
  const { client } = useDesk()
  const { asked, settle } = useApproval()
  const able = asked === null ? [] : staff.filter(({ role }) => may(role, asked))
  const attempt = async ({ staffId }: StaffMember, secret: string) => {
    if (asked === null) return null
    const answer = await client.call('staff.approve', { staffId, secret, permission: asked })
    if (!answer.ok) return answer.error
    settle(answer.value.approval)
    return null
  }
  return (
    <Modal.Root
      opened={asked !== null}
      onClose={() => settle(null)}
      zIndex={OVER_PANELS}
      centered
      size="md"
      data-testid="approval"
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className="kr-approve">
          <div className="kr-approve-head">
            <Modal.Title className="kr-panel-title">{t('approve.title')}</Modal.Title>
            <Modal.CloseButton aria-label={t('app.close')} />
          </div>
          {asked === null ? null : <p>{t(`approve.what.${asked}`)}</p>}
          {asked !== null && able.length > 0 ? (
            <SignInForm
              staff={able}
              likely={able.length === 1 ? (able[0] ?? null) : null}
              confirm={t('approve.confirm')}
              attempt={attempt}
            />
          ) : (
            <p>{t('approve.nobody')}</p>
          )}
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}
