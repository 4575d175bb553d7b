//! Opinion maps: groups, representative statements and consensus from agree, disagree and pass.
