"""a case may go to an expert."""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """a case may go to an expert."""
    op.create_table('experts',
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('mark', sa.LargeBinary(), nullable=False),
    sa.Column('box', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('region', 'mark', name=op.f('pk_experts')),
    comment='Who gives opinions to the office of a region, and in which field.',
    sqlite_with_rowid=False
    )
    op.create_table('expert_links',
    sa.Column('mark', sa.LargeBinary(), nullable=False),
    sa.Column('box', sa.LargeBinary(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('mark', name=op.f('pk_expert_links')),
    comment='One-time links: whoever opens one is asked whether they will be an expert of the sealed region.',
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('expert_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_expert_links_expires_at'), ['expires_at'], unique=False)
    op.create_table('referrals',
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('look_on', sa.Date(), nullable=False),
    sa.Column('box', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_referrals_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_referrals')),
    comment='The case is with an expert: who, until when and what they wrote, sealed under its data key.',
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('referrals', schema=None) as batch_op:
        batch_op.create_index('ix_referrals_look', ['region', 'look_on', 'case_id'], unique=False)


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
