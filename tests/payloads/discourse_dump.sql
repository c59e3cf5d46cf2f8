--
-- PostgreSQL database dump
--
COPY public.categories (id, name, description, read_restricted) FROM stdin;
5	Help	Ask <b>here</b>	f
6	Staff	\N	t
\.

COPY public.discourse_solved_solved_topics (id, topic_id, answer_post_id, accepter_user_id, created_at) FROM stdin;
1	10	101	1	2021-02-03 04:05:06.789
\.

COPY public.post_actions (id, post_id, user_id, post_action_type_id, created_at, deleted_at) FROM stdin;
1	101	1	2	2021-02-03 05:00:00	\N
2	100	2	2	2021-02-03 05:00:00	\N
3	101	1	6	2021-02-03 05:00:00	\N
\.

COPY public.posts (id, user_id, topic_id, post_number, raw, created_at, deleted_at, post_type, hidden) FROM stdin;
100	1	10	1	First line\nsecond\\line\twith tab	2021-02-03 04:00:00	\N	1	f
101	2	10	2	[quote="ana, post:1, topic:10"]\nFirst line\n[/quote]\nDo *this*. ![cat\|10x10](upload://abc.png)	2021-02-03 04:05:00	\N	1	f
102	2	10	3	gone	2021-02-03 04:06:00	2021-03-01 00:00:00	1	f
103	-1	10	4	closed this	2021-02-03 04:07:00	\N	3	f
104	1	11	1	a private message	2021-02-03 04:00:00	\N	1	f
\.

COPY public.tags (id, name) FROM stdin;
1	battery
\.

COPY public.topic_tags (id, topic_id, tag_id) FROM stdin;
1	10	1
\.

COPY public.topics (id, title, created_at, views, user_id, deleted_at, category_id, closed, archived, archetype, visible) FROM stdin;
10	It is a "question"	2021-02-03 04:00:00	12	1	\N	5	t	f	regular	t
11	Secret	2021-02-03 04:00:00	1	1	\N	\N	f	f	private_message	t
\.

COPY public.user_emails (id, user_id, email, "primary") FROM stdin;
1	1	ana@example.org	t
\.

COPY public.users (id, username, created_at, trust_level) FROM stdin;
-1	system	2020-01-01 00:00:00	4
1	ana	2020-01-01 00:00:00	2
2	ben	2020-01-01 00:00:00	4
\.
