"""a case may pass the group."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0016'
branch_labels = None
depends_on = None

INDICES = {
    'ix_cases_oldest': ['region', 'desk', 'status', 'filed_on', 'number'],
    'ix_cases_due': ['region', 'desk', 'status', 'due_on', 'number'],
    'ix_cases_assignee': ['region', 'desk', 'assignee', 'status', 'due_on', 'number'],
    'ix_cases_filed': ['region', 'desk', 'filed_on', 'number'],
    'ix_cases_sphere': ['region', 'desk', 'sphere', 'filed_on', 'number'],
}


def upgrade() -> None:
    """a case may pass the group."""
    with op.batch_alter_table('cases', schema=None) as batch_op:
        for name in INDICES:
            batch_op.drop_index(name)
        batch_op.add_column(sa.Column('desk', sa.String(), server_default='group', nullable=False))
        batch_op.create_check_constraint(batch_op.f('ck_cases_desk'), "desk IN ('group', 'head')")
        for name, columns in INDICES.items():
            batch_op.create_index(name, columns)
    with op.batch_alter_table('chores', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_chores_kind'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_chores_kind'), "kind IN ('head', 'previews', 'missing', 'waiting')")


def downgrade() -> None:
    """Refuse: going back would lose reports; restore the backup made before the update."""
    raise NotImplementedError("A database is not downgraded: restore the backup made before the update")
