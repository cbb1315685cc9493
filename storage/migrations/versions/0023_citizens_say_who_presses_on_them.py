"""citizens say who presses on them."""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

TO_HEAD = sa.text("side = 'to_head'")


def upgrade() -> None:
    """citizens say who presses on them."""
    op.create_table('safety_checks',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('look_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_safety_checks_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_safety_checks')),
    comment='The day on which the citizen of a case is asked once more whether anybody presses on them.',
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('safety_checks', schema=None) as batch_op:
        batch_op.create_index('ix_safety_checks_look', ['look_on', 'case_id'], unique=False)
    with op.batch_alter_table('talk', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_talk_side'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_talk_side'), "side IN ('citizen', 'to_head', 'office')")
        batch_op.create_index(
            'ix_talk_to_head', ['case_id', 'seq'], unique=False, sqlite_where=TO_HEAD, postgresql_where=TO_HEAD
        )


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
