// The claims in words: what was announced, stated and reported, and what the articles call things.

// Announcements.
UNWIND [
  {subject: 'scale_ai', said: {claim: 'c047', article: 'art_000'}, value: {text: 'Jason Droege as interim CEO'}},
  {subject: 'scale_ai', said: {claim: 'c051', article: 'art_000'},
   value: {text: 'blog post: "next phase of company evolution"'}},
  {subject: 'scale_ai', said: {claim: 'c101', article: 'art_001'},
   value: {text: 'to employees: a few workers move to Meta along with Wang'}},
  {subject: 'meta',     said: {claim: 'c171', article: 'art_002', where: 'headline'},
   value: {text: 'the Scale AI investment (confirms)'}},
  {subject: 'scale_ai', said: {claim: 'c172', article: 'art_002', where: 'headline'},
   value: {text: "'Significant' investment from Meta (confirms)"}},
  {subject: 'meta',     said: {claim: 'c271', article: 'art_004'}, value: {text: 'its substantial stake (confirmed)'}},
  {subject: 'scale_ai', said: {claim: 'c272', article: 'art_004'}, value: {text: 'a major investment from Meta'}}
] AS row
MATCH (subject:Entity {id: row.subject})
CREATE (subject)-[claim:announced]->(value:Value)
SET claim = row.said, value = row.value;

// Statements. `speaker` tells whose words they are where the article does.
UNWIND [
  {subject: 'mark_zuckerberg', said: {claim: 'c068', article: 'art_000'},
   value: {text: "AI is a core pillar of Meta's future, alongside the metaverse vision"}},
  {subject: 'meta',            said: {claim: 'c116', article: 'art_001', speaker: 'Meta statement'},
   value: {text: 'the partnership helps create better data for training AI models'}},
  {subject: 'meta',
   said: {claim: 'c117', article: 'art_001', speaker: 'Meta statement', date_text: 'next few weeks'},
   value: {text: 'more details on the team and people in the next few weeks'}},
  {subject: 'mark_zuckerberg', said: {claim: 'c139', article: 'art_001', date: '2025'},
   value: {text: 'AI is a top priority for Meta in 2025'}},
  {subject: 'alexandr_wang',   said: {claim: 'c155', article: 'art_001', where: 'post on X'},
   value: {text: 'the sacrifice is leaving Scale AI'}},
  {subject: 'mark_zuckerberg', said: {claim: 'c207', article: 'art_002'},
   value: {text: "vocal about Meta's AI ambitions (no title given)"}}
] AS row
MATCH (subject:Entity {id: row.subject})
CREATE (subject)-[claim:stated]->(value:Value)
SET claim = row.said, value = row.value;

// Figures passed on.
MATCH (subject:Entity {id: 'singalfire'})
CREATE (subject)-[:reported {claim: 'c291', article: 'art_004'}]->
       (:Value {text: 'Meta lost 4.3% of its top AI talent'});

// What the articles call someone or something.
UNWIND [
  {subject: 'scale_ai',      said: {claim: 'c019', article: 'art_000'}, value: {text: 'private company'}},
  {subject: 'scale_ai',      said: {claim: 'c020', article: 'art_000', hedge: 'reports confirm'},
   value: {text: 'leader in AI data annotation'}},
  {subject: 'meta',          said: {claim: 'c074', article: 'art_000'},
   value: {text: 'one of the largest tech companies in the world'}},
  {subject: 'scale_ai',      said: {claim: 'c083', article: 'art_000'},
   value: {text: 'partner for major AI labs, tech giants and enterprises'}},
  {subject: 'scale_ai',      said: {claim: 'c084', article: 'art_000'},
   value: {text: 'key infrastructure provider, from self-driving cars to conversational agents'}},
  {subject: 'alexandr_wang', said: {claim: 'c085', article: 'art_000'},
   value: {text: 'visionary leader with expertise in scaling AI data pipelines'}},
  {subject: 'jason_droege',  said: {claim: 'c086', article: 'art_000'}, value: {text: 'with operational expertise'}},
  {subject: 'meta',          said: {claim: 'c102', article: 'art_001', hedge: 'once known as'},
   value: {text: 'once known as a leader in open-source AI models'}},
  {subject: 'wang_parents',  said: {claim: 'c145', article: 'art_001'},
   value: {text: 'physicists; Chinese immigrants'}},
  {subject: 'alexandr_wang', said: {claim: 'c148', article: 'art_001'}, value: {text: 'billionaire in his 20s'}},
  {subject: 'alexandr_wang', said: {claim: 'c149', article: 'art_001'},
   value: {text: "one of Silicon Valley's most successful young entrepreneurs"}},
  {subject: 'meta',          said: {claim: 'c161', article: 'art_001'},
   value: {text: 'faces tough competition; works to improve its AI'}},
  {subject: 'alexandr_wang', said: {claim: 'c195', article: 'art_002'},
   value: {text: 'one of the most successful young entrepreneurs in tech history'}},
  {subject: 'jason_droege',  said: {claim: 'c200', article: 'art_002'},
   value: {text: 'insider with deep institutional knowledge; strategy background'}},
  {subject: 'jason_droege',  said: {claim: 'c201', article: 'art_002'},
   value: {text: 'experienced with enterprise clients'}},
  {subject: 'jason_droege',  said: {claim: 'c202', article: 'art_002'}, value: {text: 'not an outside CEO'}},
  {subject: 'meta',          said: {claim: 'c206', article: 'art_002'},
   value: {text: 'playing catch-up in the AI race'}},
  {subject: 'scale_ai',      said: {claim: 'c213', article: 'art_002'},
   value: {text: 'one of the most valuable AI companies on the planet'}},
  {subject: 'jason_droege',  said: {claim: 'c227', article: 'art_002'},
   value: {text: "instrumental in Scale AI's strategic development"}},
  {subject: 'scale_ai',      said: {claim: 'c228', article: 'art_002'},
   value: {text: 'joins the ranks of AI unicorns'}},
  {subject: 'scale_ai',      said: {claim: 'c252', article: 'art_003'},
   value: {text: 'leading provider of high-quality data for training large language models'}},
  {subject: 'meta',          said: {claim: 'c255', article: 'art_003', hedge: 'perceived by some'},
   value: {text: 'perceived by some as trailing in AI model releases and talent retention'}}
] AS row
MATCH (subject:Entity {id: row.subject})
CREATE (subject)-[claim:is_a]->(value:Value)
SET claim = row.said, value = row.value;

// What an article says of itself.
MATCH (subject:Entity {id: 'art_002'})
CREATE (subject)-[:published_on {claim: 'c169', article: 'art_002'}]->
       (:Value {text: 'June 13, 2025', date: '2025-06-13'});

MATCH (subject:Entity {id: 'art_000'})
CREATE (subject)-[:reading_time {claim: 'c079', article: 'art_000', hedge: 'estimated'}]->
       (:Value {text: '9-12 minutes'});
