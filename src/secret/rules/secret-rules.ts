import { type SecretRule } from '../secret-rule.ts';
import { curlHeader, curlUser } from '../shapes/curl.ts';
import { dockerConfigAuth, dockerConfigSecret } from '../shapes/docker-config.ts';
import { gcpServiceAccount } from '../shapes/gcp-service-account.ts';
import { genericPassword, genericSecret } from '../shapes/generic.ts';
import { kubernetesSecret } from '../shapes/kubernetes-secret.ts';
import { privateKey } from '../shapes/private-key.ts';
import { azureSas, mavenSettings, netrcPassword, nugetPassword, terraformPassword } from '../shapes/settings-files.ts';
import { urlCredentials } from '../shapes/url-credentials.ts';
import { onePasswordRules } from './1password.ts';
import { adafruitRules } from './adafruit.ts';
import { adobeRules } from './adobe.ts';
import { ageRules } from './age.ts';
import { airtableRules } from './airtable.ts';
import { algoliaRules } from './algolia.ts';
import { alibabaRules } from './alibaba.ts';
import { anthropicRules } from './anthropic.ts';
import { asanaRules } from './asana.ts';
import { atlassianRules } from './atlassian.ts';
import { authressRules } from './authress.ts';
import { azureRules } from './azure.ts';
import { beamerRules } from './beamer.ts';
import { bittrexRules } from './bittrex.ts';
import { buildkiteRules } from './buildkite.ts';
import { circleciRules } from './circleci.ts';
import { ciscoRules } from './cisco.ts';
import { clickhouseRules } from './clickhouse.ts';
import { clojarsRules } from './clojars.ts';
import { cloudflareRules } from './cloudflare.ts';
import { codecovRules } from './codecov.ts';
import { cohereRules } from './cohere.ts';
import { coinbaseRules } from './coinbase.ts';
import { confluentRules } from './confluent.ts';
import { contentfulRules } from './contentful.ts';
import { cratesIoRules } from './crates-io.ts';
import { cursorRules } from './cursor.ts';
import { databricksRules } from './databricks.ts';
import { datadogRules } from './datadog.ts';
import { definedNetworkingRules } from './defined-networking.ts';
import { denoRules } from './deno.ts';
import { digitaloceanRules } from './digitalocean.ts';
import { discordRules } from './discord.ts';
import { dockerHubRules } from './docker-hub.ts';
import { dopplerRules } from './doppler.ts';
import { droneciRules } from './droneci.ts';
import { dropboxRules } from './dropbox.ts';
import { duffelRules } from './duffel.ts';
import { dynatraceRules } from './dynatrace.ts';
import { easypostRules } from './easypost.ts';
import { etsyRules } from './etsy.ts';
import { facebookRules } from './facebook.ts';
import { fastlyRules } from './fastly.ts';
import { figmaRules } from './figma.ts';
import { finicityRules } from './finicity.ts';
import { finnhubRules } from './finnhub.ts';
import { flickrRules } from './flickr.ts';
import { flutterwaveRules } from './flutterwave.ts';
import { flyioRules } from './flyio.ts';
import { frameioRules } from './frameio.ts';
import { freemiusRules } from './freemius.ts';
import { freshbooksRules } from './freshbooks.ts';
import { gcpRules } from './gcp.ts';
import { gitterRules } from './gitter.ts';
import { gocardlessRules } from './gocardless.ts';
import { grafanaRules } from './grafana.ts';
import { groqRules } from './groq.ts';
import { harnessRules } from './harness.ts';
import { herokuRules } from './heroku.ts';
import { hubspotRules } from './hubspot.ts';
import { huggingfaceRules } from './huggingface.ts';
import { infracostRules } from './infracost.ts';
import { intercomRules } from './intercom.ts';
import { intra42Rules } from './intra42.ts';
import { ionicRules } from './ionic.ts';
import { jfrogRules } from './jfrog.ts';
import { krakenRules } from './kraken.ts';
import { kucoinRules } from './kucoin.ts';
import { langchainRules } from './langchain.ts';
import { launchdarklyRules } from './launchdarkly.ts';
import { linearRules } from './linear.ts';
import { linkedinRules } from './linkedin.ts';
import { lobRules } from './lob.ts';
import { lookerRules } from './looker.ts';
import { mailchimpRules } from './mailchimp.ts';
import { mailgunRules } from './mailgun.ts';
import { mapboxRules } from './mapbox.ts';
import { mattermostRules } from './mattermost.ts';
import { maxmindRules } from './maxmind.ts';
import { messagebirdRules } from './messagebird.ts';
import { microsoftTeamsRules } from './microsoft-teams.ts';
import { netlifyRules } from './netlify.ts';
import { newRelicRules } from './new-relic.ts';
import { notionRules } from './notion.ts';
import { nytimesRules } from './nytimes.ts';
import { octopusRules } from './octopus.ts';
import { oktaRules } from './okta.ts';
import { openaiRules } from './openai.ts';
import { openshiftRules } from './openshift.ts';
import { packagistRules } from './packagist.ts';
import { perplexityRules } from './perplexity.ts';
import { pineconeRules } from './pinecone.ts';
import { plaidRules } from './plaid.ts';
import { planetscaleRules } from './planetscale.ts';
import { postmanRules } from './postman.ts';
import { prefectRules } from './prefect.ts';
import { privateaiRules } from './privateai.ts';
import { pulumiRules } from './pulumi.ts';
import { pypiRules } from './pypi.ts';
import { rapidapiRules } from './rapidapi.ts';
import { readmeRules } from './readme.ts';
import { replicateRules } from './replicate.ts';
import { rubygemsRules } from './rubygems.ts';
import { scalingoRules } from './scalingo.ts';
import { sendbirdRules } from './sendbird.ts';
import { sendgridRules } from './sendgrid.ts';
import { sendinblueRules } from './sendinblue.ts';
import { sentryRules } from './sentry.ts';
import { settlemintRules } from './settlemint.ts';
import { shippoRules } from './shippo.ts';
import { shopifyRules } from './shopify.ts';
import { sidekiqRules } from './sidekiq.ts';
import { slackRules } from './slack.ts';
import { snykRules } from './snyk.ts';
import { sonarRules } from './sonar.ts';
import { sourcegraphRules } from './sourcegraph.ts';
import { squareRules } from './square.ts';
import { squarespaceRules } from './squarespace.ts';
import { stripeRules } from './stripe.ts';
import { sumologicRules } from './sumologic.ts';
import { supabaseRules } from './supabase.ts';
import { tailscaleRules } from './tailscale.ts';
import { telegramRules } from './telegram.ts';
import { travisciRules } from './travisci.ts';
import { trelloRules } from './trello.ts';
import { twilioRules } from './twilio.ts';
import { twitchRules } from './twitch.ts';
import { twitterRules } from './twitter.ts';
import { typeformRules } from './typeform.ts';
import { vaultRules } from './vault.ts';
import { vercelRules } from './vercel.ts';
import { xaiRules } from './xai.ts';
import { yandexRules } from './yandex.ts';
import { zendeskRules } from './zendesk.ts';
import { gitlabRules } from './gitlab.ts';
import { githubRules } from './github.ts';
import { npmRules } from './npm.ts';
import { awsRules } from './aws.ts';
import { jwtRules } from './jwt.ts';
import { symfonyRules } from './symfony.ts';

/** Every rule that is looked for unless a policy says otherwise. */
export const secretRules: readonly SecretRule[] = [
  ...onePasswordRules,
  ...adafruitRules,
  ...adobeRules,
  ...ageRules,
  ...airtableRules,
  ...algoliaRules,
  ...alibabaRules,
  ...anthropicRules,
  ...asanaRules,
  ...atlassianRules,
  ...authressRules,
  ...azureRules,
  ...beamerRules,
  ...bittrexRules,
  ...buildkiteRules,
  ...circleciRules,
  ...ciscoRules,
  ...clickhouseRules,
  ...clojarsRules,
  ...cloudflareRules,
  ...codecovRules,
  ...cohereRules,
  ...coinbaseRules,
  ...confluentRules,
  ...contentfulRules,
  ...cratesIoRules,
  ...cursorRules,
  ...databricksRules,
  ...datadogRules,
  ...definedNetworkingRules,
  ...denoRules,
  ...digitaloceanRules,
  ...discordRules,
  ...dockerHubRules,
  ...dopplerRules,
  ...droneciRules,
  ...dropboxRules,
  ...duffelRules,
  ...dynatraceRules,
  ...easypostRules,
  ...etsyRules,
  ...facebookRules,
  ...fastlyRules,
  ...figmaRules,
  ...finicityRules,
  ...finnhubRules,
  ...flickrRules,
  ...flutterwaveRules,
  ...flyioRules,
  ...frameioRules,
  ...freemiusRules,
  ...freshbooksRules,
  ...gcpRules,
  ...gitterRules,
  ...gocardlessRules,
  ...grafanaRules,
  ...groqRules,
  ...harnessRules,
  ...herokuRules,
  ...hubspotRules,
  ...huggingfaceRules,
  ...infracostRules,
  ...intercomRules,
  ...intra42Rules,
  ...ionicRules,
  ...jfrogRules,
  ...krakenRules,
  ...kucoinRules,
  ...langchainRules,
  ...launchdarklyRules,
  ...linearRules,
  ...linkedinRules,
  ...lobRules,
  ...lookerRules,
  ...mailchimpRules,
  ...mailgunRules,
  ...mapboxRules,
  ...mattermostRules,
  ...maxmindRules,
  ...messagebirdRules,
  ...microsoftTeamsRules,
  ...netlifyRules,
  ...newRelicRules,
  ...notionRules,
  ...nytimesRules,
  ...octopusRules,
  ...oktaRules,
  ...openaiRules,
  ...openshiftRules,
  ...packagistRules,
  ...perplexityRules,
  ...pineconeRules,
  ...plaidRules,
  ...planetscaleRules,
  ...postmanRules,
  ...prefectRules,
  ...privateaiRules,
  ...pulumiRules,
  ...pypiRules,
  ...rapidapiRules,
  ...readmeRules,
  ...replicateRules,
  ...rubygemsRules,
  ...scalingoRules,
  ...sendbirdRules,
  ...sendgridRules,
  ...sendinblueRules,
  ...sentryRules,
  ...settlemintRules,
  ...shippoRules,
  ...shopifyRules,
  ...sidekiqRules,
  ...slackRules,
  ...snykRules,
  ...sonarRules,
  ...sourcegraphRules,
  ...squareRules,
  ...squarespaceRules,
  ...stripeRules,
  ...sumologicRules,
  ...supabaseRules,
  ...tailscaleRules,
  ...telegramRules,
  ...travisciRules,
  ...trelloRules,
  ...twilioRules,
  ...twitchRules,
  ...twitterRules,
  ...typeformRules,
  ...vaultRules,
  ...vercelRules,
  ...xaiRules,
  ...yandexRules,
  ...zendeskRules,
  ...gitlabRules,
  ...githubRules,
  ...npmRules,
  ...awsRules,
  ...jwtRules,
  ...symfonyRules,
  azureSas,
  curlHeader,
  curlUser,
  dockerConfigAuth,
  dockerConfigSecret,
  gcpServiceAccount,
  genericPassword,
  genericSecret,
  kubernetesSecret,
  mavenSettings,
  netrcPassword,
  nugetPassword,
  privateKey,
  terraformPassword,
  urlCredentials,
];
