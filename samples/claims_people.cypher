// The claims about people: who founded, leads, left and joined what, and who they are.

// Founder, say three articles …
UNWIND [
  {claim: 'c025', article: 'art_000', role: 'founder'},
  {claim: 'c026', article: 'art_000', role: 'founder'},
  {claim: 'c027', article: 'art_000', role: 'founder', where: 'picture caption'},
  {claim: 'c184', article: 'art_002', role: 'founder'},
  {claim: 'c185', article: 'art_002', role: 'founder'},
  {claim: 'c186', article: 'art_002', origin: 'dorm room idea'},
  {claim: 'c242', article: 'art_003', role: 'founding CEO'}
] AS said
MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:founded]->(object)
SET claim = said;

// … co-founder, say three (one says both).
UNWIND [
  {claim: 'c147', article: 'art_001', date: '2016', role: 'co-founder'},
  {claim: 'c241', article: 'art_003', role: 'co-founder'},
  {claim: 'c275', article: 'art_004', role: 'co-founder'}
] AS said
MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:co_founded]->(object)
SET claim = said;

// Chief executives. A status or an event tells how far the claim still holds.
UNWIND [
  {subject: 'alexandr_wang',   object: 'scale_ai',
   said: {claim: 'c028', article: 'art_000', status: 'stepping down', valid_to_event: 'deal_2025'}},
  {subject: 'alexandr_wang',   object: 'scale_ai',
   said: {claim: 'c029', article: 'art_000', status: 'former', where: 'picture caption'}},
  {subject: 'mark_zuckerberg', object: 'meta',     said: {claim: 'c067', article: 'art_000', where: 'picture caption'}},
  {subject: 'alexandr_wang',   object: 'scale_ai',
   said: {claim: 'c096', article: 'art_001', status: 'leaving', valid_to_event: 'deal_2025'}},
  {subject: 'jason_droege',    object: 'scale_ai',
   said: {claim: 'c123', article: 'art_001', role: 'new CEO (no "interim")', valid_from_event: 'deal_2025'}},
  {subject: 'mark_zuckerberg', object: 'meta',     said: {claim: 'c138', article: 'art_001', date: '2025'}},
  {subject: 'sam_altman',      object: 'openai',   said: {claim: 'c151', article: 'art_001'}},
  {subject: 'alexandr_wang',   object: 'scale_ai',
   said: {claim: 'c187', article: 'art_002', status: 'stepping down', valid_to_event: 'deal_2025'}},
  {subject: 'alexandr_wang',   object: 'scale_ai',
   said: {claim: 'c243', article: 'art_003', status: 'moving', valid_to_event: 'deal_2025'}},
  {subject: 'alexandr_wang',   object: 'scale_ai',
   said: {claim: 'c267', article: 'art_004', date: '2023',
          where: 'picture caption; whether "CEO" is as of 2023 or of the caption is not said'}},
  {subject: 'alexandr_wang',   object: 'scale_ai',
   said: {claim: 'c268', article: 'art_004', status: 'steps down', valid_to_event: 'deal_2025', where: 'headline'}}
] AS row
MATCH (subject:Entity {id: row.subject}), (object:Entity {id: row.object})
CREATE (subject)-[claim:ceo_of]->(object)
SET claim = row.said;

// Chief executives for the time being.
UNWIND [
  {claim: 'c042', article: 'art_000', valid_from_event: 'deal_2025'},
  {claim: 'c043', article: 'art_000', valid_from_event: 'deal_2025', where: 'FAQ'},
  {claim: 'c196', article: 'art_002', valid_from_event: 'deal_2025',
   valid_to_text: 'until a permanent leader is found'},
  {claim: 'c249', article: 'art_003', valid_from_event: 'deal_2025'},
  {claim: 'c281', article: 'art_004', valid_from_event: 'deal_2025'}
] AS said
MATCH (subject:Entity {id: 'jason_droege'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:interim_ceo_of]->(object)
SET claim = said;

// Droege's post before.
UNWIND [
  {claim: 'c044', article: 'art_000', status: 'previously'},
  {claim: 'c045', article: 'art_000', status: 'current', where: 'FAQ'},
  {claim: 'c122', article: 'art_001', status: 'current', role: 'strategy chief'},
  {claim: 'c198', article: 'art_002', status: 'until promotion', valid_to_event: 'deal_2025'},
  {claim: 'c250', article: 'art_003', status: 'current'},
  {claim: 'c280', article: 'art_004', status: 'current'}
] AS said
MATCH (subject:Entity {id: 'jason_droege'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:chief_strategy_officer_of]->(object)
SET claim = said;

// Who leaves.
UNWIND [
  {subject: 'alexandr_wang', said: {claim: 'c030', article: 'art_000', left_role: 'CEO', stays_on: 'board'}},
  {subject: 'alexandr_wang', said: {claim: 'c031', article: 'art_000', where: 'FAQ', hedge: 'reportedly'}},
  {subject: 'moving_staff',  said: {claim: 'c100', article: 'art_001', size_text: 'a few'}},
  {subject: 'alexandr_wang', said: {claim: 'c188', article: 'art_002', left_role: 'CEO'}},
  {subject: 'alexandr_wang', said: {claim: 'c244', article: 'art_003', left_role: 'CEO'}},
  {subject: 'alexandr_wang', said: {claim: 'c276', article: 'art_004', left_role: 'CEO'}}
] AS row
MATCH (subject:Entity {id: row.subject}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:left]->(object)
SET claim = row.said;

// Who keeps a seat.
UNWIND [
  {claim: 'c040', article: 'art_000', status: 'remains'},
  {claim: 'c041', article: 'art_000', status: 'remains', where: 'FAQ'},
  {claim: 'c121', article: 'art_001', status: 'stays'},
  {claim: 'c194', article: 'art_002', status: 'remains'},
  {claim: 'c248', article: 'art_003', role: 'director', status: 'remains involved'},
  {claim: 'c279', article: 'art_004', role: 'board director', status: 'remains involved'}
] AS said
MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: 'scale_ai'})
CREATE (subject)-[claim:board_member]->(object)
SET claim = said;

// Who goes where.
UNWIND [
  {subject: 'alexandr_wang', object: 'meta',
   said: {claim: 'c032', article: 'art_000', valid_from_event: 'deal_2025', role: 'new role (untitled)',
          hedge: 'reportedly'}},
  {subject: 'alexandr_wang', object: 'meta_ai_division',
   said: {claim: 'c033', article: 'art_000', role: 'key role', hedge: 'reportedly'}},
  {subject: 'alexandr_wang', object: 'meta_ai_division', said: {claim: 'c034', article: 'art_000'}},
  {subject: 'alexandr_wang', object: 'meta',
   said: {claim: 'c097', article: 'art_001', role: "important role in Meta's AI strategy",
          valid_from_event: 'deal_2025'}},
  {subject: 'moving_staff',  object: 'meta',
   said: {claim: 'c099', article: 'art_001', valid_from_event: 'deal_2025', size_text: 'a small group'}},
  {subject: 'alexandr_wang', object: 'meta',
   said: {claim: 'c189', article: 'art_002', valid_from_event: 'deal_2025'}},
  {subject: 'alexandr_wang', object: 'meta',
   said: {claim: 'c245', article: 'art_003', valid_from_event: 'deal_2025'}},
  {subject: 'alexandr_wang', object: 'meta',
   said: {claim: 'c277', article: 'art_004', valid_from_event: 'deal_2025'}}
] AS row
MATCH (subject:Entity {id: row.subject}), (object:Entity {id: row.object})
CREATE (subject)-[claim:works_at]->(object)
SET claim = row.said;

// The same move, seen from Meta.
MATCH (subject:Entity {id: 'meta'}), (object:Entity {id: 'alexandr_wang'})
CREATE (subject)-[:hired {claim: 'c036', article: 'art_000', for: 'superintelligence lab', hedge: 'reports'}]->(object);

// What Wang is to work on …
UNWIND [
  {object: 'meta_superintelligence', said: {claim: 'c035', article: 'art_000', where: 'FAQ', hedge: 'reports state'}},
  {object: 'meta_superintelligence',
   said: {claim: 'c115', article: 'art_001', speaker: 'Meta statement', name_in_article: 'superintelligence projects'}},
  {object: 'meta_ai_initiatives',    said: {claim: 'c190', article: 'art_002', role: 'new role'}},
  {object: 'meta_ai_initiatives',
   said: {claim: 'c193', article: 'art_002', role: 'AGI goals', hedge: 'insiders suggest; potentially'}},
  {object: 'meta_superintelligence',
   said: {claim: 'c246', article: 'art_003', role: 'contribute', name_in_article: 'superintelligence efforts'}},
  {object: 'meta_superintelligence',
   said: {claim: 'c278', article: 'art_004', name_in_article: 'superintelligence projects'}}
] AS row
MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: row.object})
CREATE (subject)-[claim:works_on]->(object)
SET claim = row.said;

// … or to lead.
UNWIND [
  {object: 'meta_superintelligence',
   said: {claim: 'c111', article: 'art_001', role: 'to lead', name_in_article: 'superintelligence division',
          hedge: 'reports suggest'}},
  {object: 'meta_ai_initiatives',    said: {claim: 'c118', article: 'art_001', name_in_article: 'AI projects'}},
  {object: 'meta_ai_initiatives',
   said: {claim: 'c192', article: 'art_002', role: 'lead training-methodology efforts',
          hedge: 'insiders suggest; details under wraps'}}
] AS row
MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: row.object})
CREATE (subject)-[claim:leads]->(object)
SET claim = row.said;

// Careers before the deal.
MATCH (subject:Entity {id: 'jason_droege'}), (object:Entity {id: 'google'})
CREATE (subject)-[:worked_at {claim: 'c046', article: 'art_000', role: 'roles (untitled)', date_text: 'no dates given',
                              hedge: '"companies like"'}]->(object);

MATCH (subject:Entity {id: 'jason_droege'})
CREATE (subject)-[:worked_on {claim: 'c199', article: 'art_002'}]->
       (:Value {text: "Scale AI's key partnership discussions"});

MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: 'us_government'})
CREATE (subject)-[:worked_with {claim: 'c152', article: 'art_001'}]->(object);

// Age, origin, family and studies.
MATCH (subject:Entity {id: 'alexandr_wang'})
CREATE (subject)-[:has_age {claim: 'c095', article: 'art_001', as_of: 'article (undated)'}]->
       (:Value {text: '28', number: 28});

MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: 'los_alamos'})
CREATE (subject)-[:born_in {claim: 'c142', article: 'art_001'}]->(object);

MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: 'wang_parents'})
CREATE (subject)-[:child_of {claim: 'c144', article: 'art_001'}]->(object);

MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: 'mit'})
CREATE (subject)-[:dropped_out_of {claim: 'c146', article: 'art_001'}]->(object);

// Acquaintances and appearances.
MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: 'sam_altman'})
CREATE (subject)-[:connected_to {claim: 'c150', article: 'art_001', role: 'relationship'}]->(object);

MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: 'silicon_valley'})
CREATE (subject)-[:associated_with {claim: 'c164', article: 'art_001'}]->(object);

MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: 'us_congress'})
CREATE (subject)-[:testified_before {claim: 'c266', article: 'art_004', date: '2023',
                                     where: 'picture caption'}]->(object);

MATCH (subject:Entity {id: 'alexandr_wang'}), (object:Entity {id: 'x'})
CREATE (subject)-[:posted_on {claim: 'c154', article: 'art_001'}]->(object);
