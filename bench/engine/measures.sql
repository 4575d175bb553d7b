-- Thirty measures as a city writes them: one row per counted unit, in whole numbers. `:as_of` is the only parameter.

-- measure: firms present at P3 or more
with held as (
  select subject, max(code) as code, max(level) as level, min(fact) as record
    from presence_v1
   where valid_from <= :as_of and (valid_to is null or valid_to > :as_of)
   group by subject)
select subject as unit, case when code >= 'P3' then 'yes' else 'no' end as part, 1 as low, 1 as high, level, record
  from held

-- measure: firms present, by year of signing
with signed as (
  select subject, min(date_part('year', valid_from)) as cohort from agreement_v1 group by subject),
held as (
  select subject, max(code) as code, max(level) as level from presence_v1
   where valid_from <= :as_of and (valid_to is null or valid_to > :as_of) group by subject)
select s.subject as unit, cast(s.cohort as varchar) as series,
       case when h.code is null then 'unknown' when h.code >= 'P3' then 'yes' else 'no' end as part,
       case when h.code >= 'P3' then 1 else 0 end as low, 1 as high, coalesce(h.level, 0) as level
  from signed s left join held h on h.subject = s.subject

-- measure: firms that came and left
select subject as unit,
       case when max(case when valid_to is null or valid_to > :as_of then 1 else 0 end) = 1 then 'no' else 'yes' end as part,
       1 as low, 1 as high, max(level) as level
  from presence_v1 where valid_from <= :as_of group by subject

-- measure: firms present, by district
select subject as unit, coalesce(place, 'unknown') as series,
       case when max(code) >= 'P3' then 'yes' else 'no' end as part, 1 as low, 1 as high, max(level) as level
  from presence_v1
 where valid_from <= :as_of and (valid_to is null or valid_to > :as_of) group by subject, place

-- measure: jobs now
select subject as unit, case when max(level) >= 2 then 'yes' else 'unknown' end as part,
       case when max(level) >= 2 then max(amount) else 0 end as low, max(amount) as high, max(level) as level
  from headcount_v1 where valid_from <= :as_of and valid_to > :as_of group by subject

-- measure: person-months of the last year
select subject as unit, case when min(level) >= 2 then 'yes' else 'unknown' end as part,
       sum(case when level >= 2 then amount else 0 end) as low, sum(amount) as high, min(level) as level
  from headcount_v1
 where valid_from >= :as_of - interval '12 months' and valid_from <= :as_of group by subject

-- measure: firms that grew in a year
select subject as unit,
       case when max(case when valid_from > :as_of - interval '2 months' then amount end)
               > max(case when valid_from <= :as_of - interval '12 months'
                           and valid_from > :as_of - interval '14 months' then amount end) then 'yes' else 'no' end as part,
       1 as low, 1 as high, max(level) as level
  from headcount_v1 where valid_from <= :as_of group by subject

-- measure: firms present without a headcount in three months
with held as (
  select subject, max(level) as level from presence_v1
   where code >= 'P3' and valid_from <= :as_of and (valid_to is null or valid_to > :as_of) group by subject),
told as (
  select subject, count(*) as months from headcount_v1
   where valid_from > :as_of - interval '3 months' and valid_from <= :as_of group by subject)
select h.subject as unit, case when t.months is null then 'yes' else 'no' end as part, 1 as low, 1 as high, h.level
  from held h left join told t on t.subject = h.subject

-- measure: persons employed
select subject as unit,
       case when max(case when valid_to is null or valid_to > :as_of then 1 else 0 end) = 1 then 'yes' else 'no' end as part,
       1 as low, 1 as high, max(level) as level
  from employment_v1 where valid_from <= :as_of group by subject

-- measure: persons employed in the region
select subject as unit,
       case when max(place) is null then 'unknown' when max(case when place like '광주%' then 1 else 0 end) = 1 then 'yes'
            else 'no' end as part,
       1 as low, 1 as high, max(level) as level
  from employment_v1
 where valid_from <= :as_of and (valid_to is null or valid_to > :as_of) group by subject

-- measure: persons who left and came back
select subject as unit, case when count(*) >= 2 and max(valid_to) is not null then 'yes' else 'no' end as part,
       1 as low, 1 as high, min(level) as level
  from employment_v1 where place like '광주%' and valid_from <= :as_of group by subject

-- measure: staff by employer
select other as unit, 'yes' as part, count(*) as low, count(*) as high, min(level) as level
  from employment_v1
 where valid_from <= :as_of and (valid_to is null or valid_to > :as_of) group by other

-- measure: talents with a hundred hours
select subject as unit, case when sum(amount) >= 100 then 'yes' else 'no' end as part, 1 as low, 1 as high,
       min(level) as level
  from training_v1 where valid_from <= :as_of group by subject

-- measure: talents by cohort
select subject as unit, cast(date_part('year', min(valid_from)) as varchar) as series, 'yes' as part, 1 as low, 1 as high,
       max(level) as level
  from training_v1 where valid_from <= :as_of group by subject

-- measure: employed six months after training
with done as (
  select subject, min(valid_from) as day, max(level) as level from training_v1 where valid_from <= :as_of group by subject),
job as (
  select d.subject, count(*) as jobs
    from done d join employment_v1 e on e.subject = d.subject
   where e.valid_from <= d.day + interval '6 months' and (e.valid_to is null or e.valid_to > d.day + interval '6 months')
   group by d.subject)
select d.subject as unit,
       case when d.day + interval '6 months' > :as_of then 'out' when j.jobs is null then 'unknown' else 'yes' end as part,
       case when j.jobs is null then 0 else 1 end as low, 1 as high, d.level
  from done d left join job j on j.subject = d.subject

-- measure: employed twelve months after training
with done as (
  select subject, min(valid_from) as day, max(level) as level from training_v1 where valid_from <= :as_of group by subject),
job as (
  select d.subject, count(*) as jobs
    from done d join employment_v1 e on e.subject = d.subject
   where e.valid_from <= d.day + interval '12 months' and (e.valid_to is null or e.valid_to > d.day + interval '12 months')
   group by d.subject)
select d.subject as unit,
       case when d.day + interval '12 months' > :as_of then 'out' when j.jobs is null then 'unknown' else 'yes' end as part,
       case when j.jobs is null then 0 else 1 end as low, 1 as high, d.level
  from done d left join job j on j.subject = d.subject

-- measure: trained here, working elsewhere
with done as (select subject, max(level) as level from training_v1 where valid_from <= :as_of group by subject),
away as (
  select subject, count(*) as jobs from employment_v1
   where place is not null and place not like '광주%' and (valid_to is null or valid_to > :as_of) group by subject)
select d.subject as unit, case when a.jobs is null then 'no' else 'yes' end as part, 1 as low, 1 as high, d.level
  from done d left join away a on a.subject = d.subject

-- measure: organisations that visited
select subject as unit, 'yes' as part, 1 as low, 1 as high, max(level) as level
  from visit_v1 where valid_from <= :as_of group by subject

-- measure: visits by month
select fact as unit, cast(date_part('year', valid_from) * 100 + date_part('month', valid_from) as varchar) as series,
       'yes' as part, 1 as low, 1 as high, level
  from visit_v1 where valid_from <= :as_of

-- measure: computing hours of ninety days
select subject as unit, 'yes' as part, sum(amount) as low, sum(amount) as high, min(level) as level
  from gpu_v1 where valid_from > :as_of - interval '90 days' and valid_from <= :as_of group by subject

-- measure: computing hours by class
select subject as unit, code as series, 'yes' as part, sum(amount) as low, sum(amount) as high, min(level) as level
  from gpu_v1 where valid_from <= :as_of group by subject, code

-- measure: agreements on computing without use
with held as (
  select subject, max(level) as level from agreement_v1 where code = 'gpu' and valid_from <= :as_of group by subject),
used as (select subject, sum(amount) as hours from gpu_v1 where valid_from <= :as_of group by subject)
select h.subject as unit, case when coalesce(u.hours, 0) = 0 then 'yes' else 'no' end as part, 1 as low, 1 as high, h.level
  from held h left join used u on u.subject = h.subject

-- measure: datasets that were used
select other as unit, case when sum(amount) > 0 then 'yes' else 'no' end as part, 1 as low, 1 as high, max(level) as level
  from data_use_v1 where valid_from <= :as_of group by other

-- measure: users of each dataset
select other as unit, 'yes' as part, count(*) as low, count(*) as high, min(level) as level
  from (select other, subject, min(level) as level from data_use_v1 where valid_from <= :as_of group by other, subject) as pairs
 group by other

-- measure: firms whose revenue grew
select subject as unit,
       case when max(case when valid_from > :as_of - interval '12 months' then amount end)
               > max(case when valid_from <= :as_of - interval '12 months' then amount end) then 'yes'
            when count(*) < 2 then 'unknown' else 'no' end as part,
       1 as low, 1 as high, max(level) as level
  from revenue_v1 where valid_from <= :as_of group by subject

-- measure: revenue last told
select subject as unit, 'yes' as part, amount as low, amount as high, level
  from (select subject, amount, level,
               row_number() over (partition by subject order by valid_from desc, seq desc, fact) as turn
          from revenue_v1 where valid_from <= :as_of) as told
 where turn = 1

-- measure: agreements in force, by kind
select subject as unit, code as series, 'yes' as part, 1 as low, 1 as high, max(level) as level
  from agreement_v1 where valid_from <= :as_of and (valid_to is null or valid_to > :as_of) group by subject, code

-- measure: present within a year of signing
with signed as (select subject, min(valid_from) as day, max(level) as level from agreement_v1 group by subject),
came as (select subject, min(valid_from) as day from presence_v1 where code >= 'P1' group by subject)
select s.subject as unit,
       case when c.day is null then 'no' when c.day <= s.day + interval '12 months' then 'yes' else 'no' end as part,
       1 as low, 1 as high, s.level
  from signed s left join came c on c.subject = s.subject

-- measure: promises by outcome
with newest as (
  select subject, max(valid_from) as day from obligation_v1 where valid_from <= :as_of group by subject)
select o.subject as unit, max(o.code) as series, case when max(o.code) = 'done' then 'yes' else 'no' end as part,
       1 as low, 1 as high, max(o.level) as level
  from obligation_v1 o join newest n on n.subject = o.subject and n.day = o.valid_from group by o.subject

-- measure: promises overdue
select subject as unit,
       case when max(case when code in ('done', 'dropped') then 1 else 0 end) = 0 and max(valid_to) < :as_of then 'yes'
            else 'no' end as part,
       1 as low, 1 as high, max(level) as level
  from obligation_v1 where valid_from <= :as_of group by subject
