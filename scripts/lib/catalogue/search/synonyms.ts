import { wordsOf } from './fold.ts';

/**
 * By phrase, folded: what it means here, the best first. `@name` is a recipe, `#tag` a tag, anything else a category. Recipes and
 * tags that this catalogue does not have are no fault: what comes later is then found.
 */
export type Synonyms = { readonly [phrase: string]: readonly string[] };

/**
 * Services that people leave, and everyday words for what they need: phrases = meanings. Categories that hold all sorts of apps mean
 * nothing here.
 */
const LINES = `
google docs, google workspace, g suite, gsuite, microsoft word, word online, dropbox paper, quip = @onlyoffice @collabora @cryptpad @etherpad @hedgedoc #collaborative-editing #office #documents office
microsoft, office 365, microsoft 365, microsoft office, ms office, libreoffice online = @onlyoffice @collabora @nextcloud @cryptpad #office #groupware office
google sheets, microsoft excel, excel, spreadsheet, tabellen = @grist @ethercalc @onlyoffice @collabora @cryptpad #spreadsheet office
google slides, powerpoint, presentation, slideshow = @onlyoffice @collabora @hedgedoc #presentation #slides office
dropbox, google drive, gdrive, onedrive, icloud drive, icloud, box.com, mega.nz, cloud storage, file sync, file sharing, share files, cloudspeicher, dateien = @nextcloud @seafile @owncloud #sync #file-sharing #files files
wetransfer, firefox send, send files, file transfer = @lufi @send @picoshare @projectsend #file-transfer #file-sharing files
sharepoint = @nextcloud @xwiki @owncloud #intranet #documents files wiki
slack, microsoft teams, ms teams, teams, hipchat, google chat, team chat = @mattermost @rocketchat @zulip @element #team-chat #messaging chat
discord, guilded = @revolt @mattermost @element @mumble @matrix-synapse #team-chat #voice chat
teamspeak, ventrilo = @mumble #voice #voip chat
whatsapp, telegram, signal, messenger, facebook messenger, instant messaging, im = @matrix-synapse @element @snikket @prosody #messaging #xmpp #matrix chat
zoom, google meet, skype, webex, gotomeeting, facetime, video conference, video conferencing, video call, video calls, videokonferenz, webinar = @jitsi-meet @bigbluebutton @galene #video-conferencing #webrtc #meetings meetings
github, gitlab.com, bitbucket, sourceforge, azure devops, code hosting, git hosting, forge, source code = @forgejo @gitea @gitlab @sourcehut @fossil #forge #git code
gist, github gist, pastebin, paste = @privatebin @opengist #pastebin #snippets
github actions, travis ci, circleci, ci, continuous integration = @woodpecker-ci @drone @jenkins @forgejo #ci code automation
docker hub, ghcr, quay.io, container registry = @harbor @forgejo @gitea #registry #container-registry code
trello, asana, monday.com, clickup, basecamp, todoist, microsoft planner, kanban, kanban board, to do, to do list, todo list, task list, todo, tasks, aufgaben = @vikunja @planka @wekan @kanboard @focalboard @taiga #kanban #todo #tasks project-management
jira, linear, redmine.com, youtrack, issue tracker, bug tracker, project management = @openproject @redmine @plane @taiga @forgejo #issue-tracker #project-management project-management
microsoft project, gantt = @openproject #gantt project-management
notion, coda, confluence, gitbook, knowledge base, wissensdatenbank = @outline @docmost @affine @appflowy @bookstack @xwiki @wikijs #knowledge-base #documentation wiki knowledge notes
wikipedia, fandom, wiki software = @mediawiki @dokuwiki @wikijs @bookstack #wiki wiki
evernote, onenote, google keep, apple notes, simplenote, note taking, notizen = @joplin-server @memos @hedgedoc @trilium @standard-notes @flatnotes #notes #note-taking notes
google calendar, outlook calendar, apple calendar, shared calendar, kalender, termine = @nextcloud @radicale @baikal @davical #calendar #caldav calendar
google contacts, address book, adressbuch, kontakte = @nextcloud @radicale @baikal @davical #contacts #carddav calendar
gmail, outlook, hotmail, protonmail, yahoo mail, fastmail, mail server, email server, mailserver, webmail, exchange, microsoft exchange = @mailu @mailcow @stalwart @docker-mailserver @roundcube @snappymail #mail-server #webmail #mail email
email, e mail, mail = @mailu @stalwart #mail-server #webmail #mail email
google groups, mailing list, listserv, mailverteiler = @mailman @sympa @schleuder @listmonk @discourse #mailing-list email newsletter
mailchimp, sendgrid, brevo, sendinblue, campaign monitor, newsletter software, email marketing, rundbrief = @listmonk @mautic @keila @mailtrain #newsletter #email-marketing newsletter
hubspot, marketo, marketing automation = @mautic @twenty @espocrm #marketing #crm crm newsletter
google forms, typeform, surveymonkey, microsoft forms, jotform, survey, surveys, questionnaire, umfrage, umfragen, formular = @limesurvey @formbricks @liberaforms @heyform @ohmyform #survey #forms forms
doodle, when2meet, meeting poll, meeting date, find a date, schedule a meeting, schedule meetings, terminfindung, dudle = @rallly @framadate @croodle #scheduling #poll polls
calendly, appointment booking, book appointments, terminbuchung = @cal-com @easyappointments #scheduling #booking #appointments calendar
poll, slido, mentimeter, abstimmung = @rallly @framadate @claper #poll polls voting
decision making, group decisions, consensus, entscheidungen, participatory budgeting, participation, liquid democracy = @loomio @decidim @consul @adhocracy #decision-making #participation #voting voting
election, elections, online voting, wahl = @helios @belenios @polyas #voting #elections voting
youtube, vimeo, video hosting, video sharing, videos = @peertube @mediacms #video #video-hosting video
twitch, live streaming, livestream = @owncast @peertube #live-streaming #streaming video media
netflix, plex, emby, disney plus, movie server, media server, filme = @jellyfin @kodi #media-server #movies media video
spotify, apple music, tidal, deezer, google play music, music streaming, music server, musik = @navidrome @funkwhale @supysonic @koel @ampache #music #subsonic #audio music
soundcloud, bandcamp = @funkwhale @faircamp #music #audio music
podcast, podcasts, podcast hosting, audible, audiobook, audiobooks, hörbücher = @audiobookshelf @castopod @funkwhale #podcast #audiobooks media music
internet radio, web radio, radio station, radio = @azuracast @icecast @libretime #radio media music
google photos, icloud photos, amazon photos, flickr, photo backup, photo library, photo gallery, fotos, bilder = @immich @photoprism @lychee @piwigo #photos #gallery photos
instagram, pinterest, snapchat, photo sharing = @pixelfed @vernissage #photo-sharing #fediverse social photos
twitter, x.com, bluesky, threads, microblog, microblogging = @mastodon @gotosocial @misskey @pleroma @akkoma #microblogging #fediverse #activitypub social
facebook, myspace, google plus, social network, soziales netzwerk, fediverse = @friendica @hubzilla @humhub @mastodon @mobilizon #social-network #fediverse social community
tiktok, vine = @loops @peertube #short-video #fediverse video social
facebook groups, intranet, yammer, workplace = @humhub @discourse @elgg #intranet #community community forum
meetup, meetup.com, eventbrite, facebook events, event management, veranstaltungen = @mobilizon @gancio @pretix @indico @hi-events #events events
ticketmaster, ticket sales, ticket shop, event tickets = @pretix @alf-io @hi-events #tickets #ticketing events shop
reddit, hacker news, digg, link aggregator = @lemmy @piefed @mbin #link-aggregator #fediverse social forum
phpbb.com, forum software, message board, bulletin board, diskussionsforum = @discourse @flarum @nodebb @phpbb #forum #discussion forum
medium, substack, blogger, tumblr, livejournal, wordpress.com, blogging = @ghost @writefreely @wordpress @plume #blog #blogging blog publishing newsletter
squarespace, wix, weebly, jimdo, website builder, webflow, homepage = @wordpress @grav @ghost @drupal @silex #cms #website cms website
shopify, etsy, woocommerce, amazon, ecommerce, e commerce, online shop, online store, webshop, onlineshop = @prestashop @shopware @bagisto @wordpress #ecommerce #e-commerce shop
google analytics, adobe analytics, web analytics, website analytics, visitor statistics, webstatistik = @matomo @plausible @umami @goatcounter @shynet #analytics #web-analytics statistics
power bi, tableau, looker, metabase cloud, business intelligence, dashboards = @metabase @superset @redash @grafana #business-intelligence #dashboard #visualisation statistics monitoring
google maps, mapbox, google my maps, openstreetmap, karten = @umap @openstreetmap-tiles @nominatim @dawarich #maps #openstreetmap maps
google timeline, location history, location tracking = @dawarich @traccar @owntracks #location #gps maps
google translate, deepl, machine translation, übersetzung, übersetzer = @libretranslate @weblate #translation translation
crowdin, transifex, poeditor, localisation, localization = @weblate @pootle @traduora #localisation #localization translation
grammarly, spell check, spell checker, grammar check, rechtschreibung = @languagetool #grammar #spell-checking translation
google search, google, bing, duckduckgo, web search, search engine, suchmaschine = @searxng @whoogle @yacy #search-engine #metasearch search
algolia, elasticsearch, full text search = @meilisearch @typesense @opensearch #search-engine #full-text search database
lastpass, 1password, dashlane, keeper, nordpass, bitwarden.com, password, passwords, password manager, password safe, password vault, passwort manager, passwortmanager, passwörter = @vaultwarden @passbolt @psono @bitwarden #password-manager #passwords passwords
okta, auth0, azure ad, entra id, microsoft entra, onelogin, sign in with google, identity provider, single sign on, single sign-on, login server, authentication, idp, sso = @keycloak @authentik @authelia @zitadel @kanidm #identity-provider #single-sign-on #sso #oidc identity
active directory, user directory, ldap server = @lldap @openldap @kanidm @glauth @authentik #ldap #directory identity
google authenticator, authy, two factor, two factor authentication, 2fa, mfa, totp = @2fauth @authelia @privacyidea #two-factor #totp #2fa identity passwords
salesforce, pipedrive, zoho crm, customer relations, customer management, contact management, kundenverwaltung = @espocrm @suitecrm @twenty @civicrm @monica #crm crm
membership management, member database, mitgliederverwaltung, vereinsverwaltung, donor management = @civicrm @hitobito @galette @admidio #membership #members membership crm
patreon, gofundme, open collective, donations, fundraising, crowdfunding, spenden = @liberapay @opencollective @houdini @civicrm #donations #fundraising membership accounting
quickbooks, xero, freshbooks, sage, lexoffice, datev, bookkeeping, accounting software, invoicing, invoice, invoices, buchhaltung, rechnungen = @invoiceninja @akaunting @crater @dolibarr @bigcapital #accounting #invoicing #invoices accounting
sap, netsuite, microsoft dynamics, erp = @odoo @erpnext @dolibarr @tryton #erp accounting crm
mint, ynab, you need a budget, personal finance, budgeting, haushaltsbuch = @firefly-iii @actual-budget #budget #personal-finance accounting
splitwise, shared expenses, split bills = @ihatemoney @spliit #expenses #shared-expenses accounting
toggl, harvest, clockify, time tracking, zeiterfassung = @kimai @solidtime @traggo #time-tracking project-management accounting
zendesk, freshdesk, help scout, helpdesk, help desk, service desk, customer support, ticket system, ticketsystem = @zammad @freescout @osticket @glpi @uvdesk #helpdesk #ticketing #support ticketing
intercom, drift, tawk.to, live chat, livechat = @chatwoot @tiledesk #live-chat #support ticketing chat
stack overflow, quora, questions and answers = @answer @askbot @discourse #questions-and-answers #q-and-a forum knowledge
miro, mural, jamboard, whiteboard, lucidchart, diagram, diagrams, visio = @excalidraw @drawio @whitebophir @tldraw #whiteboard #diagrams #drawing office
figma, canva, invision, prototyping = @penpot #design #prototyping
airtable, microsoft access, smartsheet, no code database = @nocodb @baserow @grist @teable #no-code #spreadsheet database
firebase, supabase cloud, backend as a service, baas = @supabase @pocketbase @appwrite #backend database
zapier, ifttt, make.com, integromat, power automate, workflow automation, automate workflows = @n8n @huginn @activepieces @node-red #workflow #workflow-automation automation
alexa, google home, smartthings, homekit, smart home, home automation, hausautomation = @home-assistant @node-red @openhab #home-automation #smart-home automation
datadog, new relic, splunk, observability, metrics, server monitoring = @grafana @prometheus @netdata @zabbix @checkmk #metrics #monitoring monitoring
pingdom, uptimerobot, uptime robot, statuspage, status page, uptime monitoring, website down = @uptime-kuma @gatus @cachet @statping #uptime #status-page monitoring
sentry.io, bugsnag, rollbar, error tracking, crash reports = @glitchtip @sentry #error-tracking monitoring
loggly, papertrail, log management, logs = @loki @graylog @grafana #logging #logs monitoring
google reader, feedly, inoreader, newsblur, rss, rss reader, feed reader, news reader, atom feeds, nachrichten = @freshrss @miniflux @tiny-tiny-rss @commafeed #rss #feed-reader feeds
google alerts, website changes, page monitoring = @changedetection @huginn #change-detection feeds monitoring
pocket, instapaper, readability, read it later, read later = @wallabag @omnivore @readeck @shiori #read-it-later links feeds
delicious, pinboard, raindrop, bookmarks, bookmark manager, lesezeichen = @linkding @shaarli @linkwarden @linkace #bookmarks links
bitly, bit.ly, tinyurl, url shortener, short links, link shortener = @shlink @yourls @lstu @kutt #url-shortener links
linktree, link in bio = @littlelink @linkstack #link-in-bio links website
wayback machine, internet archive, archive.org, web archive, webarchiv = @archivebox @conifer #web-archiving archive
evernote scanner, paperless, scan documents, document management, dms, scanned documents, belege = @paperless-ngx @docspell @mayan-edms @teedy #document-management #ocr #documents archive office
docusign, hellosign, adobe sign, sign documents, electronic signature, e signature, unterschrift = @docuseal @documenso @opensign #signatures #e-signature office
adobe acrobat, ilovepdf, smallpdf, pdf editor, pdf tools = @stirling-pdf #pdf office
goodreads, book tracking, letterboxd = @bookwyrm @openlibrary #books #fediverse social library
kindle, ebook library, ebooks, e books, ebook, e-book reader, bücher = @calibre-web @kavita @komga #ebooks #books library
library catalogue, library management, bibliothek = @koha @evergreen @inventaire #library-management library
zotero.org, mendeley, endnote, reference manager = @zotero @jabref #references #research library knowledge
google classroom, blackboard, canvas, learning management, lms, e learning, elearning, online courses, udemy, coursera, lernplattform = @moodle @ilias @openolat @chamilo @canvas-lms #learning-management #e-learning #lms education
kahoot, quizlet, quiz, quizzes, flashcards, anki = @arsnova @classquiz @mentimeter @anki-sync #quiz #flashcards education
minecraft realms, game server, spiele = @minecraft @luanti @pterodactyl #game-server games
chess.com, online chess = @lila #chess games
cloudflare tunnel, nginx proxy, reverse proxy, load balancer, ingress = @traefik @caddy @haproxy @nginx-proxy-manager #reverse-proxy #load-balancer
ngrok, tunnel, tunnels = @frp @pangolin #tunnel
nordvpn, tailscale, vpn, wireguard, zerotier = @headscale @netbird @wireguard @wg-easy @openvpn #vpn #wireguard
pi hole, adguard, ad blocker, ad blocking, dns blocker, werbeblocker = @pihole @adguard-home @blocky #dns #ad-blocking
amazon s3, aws s3, s3, object storage, minio = @minio @garage @seaweedfs @rustfs #s3 #object-storage files
heroku, vercel, netlify, render, paas, app platform = @coolify @dokku @caprover #paas
crashplan, backblaze, carbonite, time machine, backup server, backups, datensicherung = @restic-rest-server @borgwarehouse @kopia @duplicati @backrest #backup backup
mysql, mariadb server, sql database, postgres, postgresql server = @postgres @mariadb @mysql #sql #database database
pgadmin, phpmyadmin, database admin, sql client = @adminer @pgadmin @phpmyadmin @cloudbeaver #database-admin database
chatgpt, openai, copilot, large language model, llm, local ai = @open-webui @librechat @localai @ollama #llm #language-model
pushover, pushbullet, push notifications, push messages, benachrichtigungen = @ntfy @gotify @nchan #notifications #push
pusher, pubnub, websockets = @nchan @soketi @centrifugo #websocket #publish-subscribe
google recaptcha, captcha, hcaptcha = @mcaptcha @altcha #captcha
teamviewer, anydesk, remote desktop, remote support, fernwartung = @rustdesk @guacamole @meshcentral #remote-desktop #remote-access
inventory, asset management, inventar = @snipe-it @glpi @homebox @part-db #inventory #asset-management ticketing
recipes, cookbook, meal planner, kochbuch, rezepte = @mealie @tandoor #recipes #cooking
strava, komoot, fitness tracking, workouts = @fittrackee @endurain #sport #fitness maps
tripit, travel planner, road trip = @adventurelog #travel maps
genealogy, ancestry, family tree, stammbaum = @gramps-web @webtrees #genealogy archive
`;

export const SYNONYMS: Synonyms = readSynonyms(LINES);

function readSynonyms(lines: string): Synonyms {
  const found: { [phrase: string]: readonly string[] } = {};
  for (const line of lines.trim().split('\n')) {
    const [phrases = '', meanings = ''] = line.split(' = ');
    for (const phrase of phrases.split(', ')) found[wordsOf(phrase).join(' ')] = meanings.split(' ');
  }
  return found;
}
