//! Citizens' panels by lot: fair chances under quotas.
