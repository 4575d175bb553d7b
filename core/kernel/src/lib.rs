//! Journal, facts, people, organisations, promises, links, evidence, policy, followers, jobs.
