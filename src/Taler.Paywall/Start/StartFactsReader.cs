using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Taler.Merchant;
using Taler.Paywall.Resources;
using Taler.Paywall.Settings;

namespace Taler.Paywall.Start;

/// <summary>Gathers the facts about the application that has just started.</summary>
internal sealed class StartFactsReader(
    IServiceProvider services,
    EndpointDataSource endpoints,
    PaywallRulesMonitor rules,
    IEnumerable<SettingsSource> sources,
    IOptions<TalerMerchantOptions> merchant,
    UsedMiddleware middleware,
    ParameterPolicyFactory policies,
    TimeProvider time,
    IConfiguration? configuration = null,
    IHostEnvironment? environment = null,
    IWebHostEnvironment? web = null)
{
    /// <summary>How long a start may wait for what file servers answer. Of a site that takes longer, no file is spoken of.</summary>
    private static readonly TimeSpan FileSearchLimit = TimeSpan.FromSeconds(5);

    public async Task<StartFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var current = rules.Current;
        var pipelines = middleware.Pipelines.Select(PipelineReader.Read).ToList();
        var samples = new EndpointSamples(endpoints.Endpoints, policies);
        var isProduction = environment?.IsProduction() is true;
        return new StartFacts
        {
            Rules = current,
            MissingSections = [.. sources.Select(source => source.MissingSection).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
            IsProduction = isProduction,
            Pipelines = [.. pipelines.Select(parts => new Pipeline([.. parts.Select(part => part.Step)]))],
            ForwardsHeaders = string.Equals(configuration?["ForwardedHeaders_Enabled"], "true", StringComparison.OrdinalIgnoreCase),
            OverridesByFormBehind = await OverridesByFormBehindAsync(pipelines),
            CoveredEndpoints = [.. samples.CoveredBy(current)],
            SoldEndpoints = endpoints.Endpoints.Count(EndpointOffers.IsSold),
            FreeEndpoints = endpoints.Endpoints.Count(endpoint => endpoint.Metadata.GetMetadata<ITalerPaymentMetadata>() is { Price: null }),
            EarlyPaths = await EarlyPathsAsync(pipelines, current, samples, cancellationToken),
            Currencies = [.. Currencies(current).Distinct(StringComparer.Ordinal)],
            Backend = merchant.Value.NormalizedBaseUrl,
            PublicBackend = merchant.Value.NormalizedPublicBaseUrl,
            KeysInMemory = isProduction && KeyRing.IsInMemory(services),
        };
    }

    private IEnumerable<string> Currencies(PaywallRules current) => current.Resources
        .Concat(endpoints.Endpoints.Where(EndpointOffers.IsSold).Select(EndpointResources.RuleOf))
        .Select(rule => rule.Price.Currency);

    private static async Task<bool> OverridesByFormBehindAsync(List<IReadOnlyList<PipelinePart>> pipelines)
    {
        foreach (var parts in pipelines)
        {
            if (await MethodOverride.ReadsFormBehindAsync(parts))
                return true;
        }
        return false;
    }

    private async Task<IReadOnlyList<EarlyPath>> EarlyPathsAsync(
        List<IReadOnlyList<PipelinePart>> pipelines, PaywallRules current, EndpointSamples samples, CancellationToken cancellationToken)
    {
        var searches = pipelines.Select(EarlyFiles.ServersIn).OfType<RequestDelegate>().Select(servers => new EarlyFiles(servers, current, samples, services)).ToList();
        if (web is null || current.Resources.Count == 0 || searches.Count == 0)
            return [];
        using var limit = new CancellationTokenSource(FileSearchLimit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // A callback of the site, or a slow disk, may block the thread; so the search has one of its own, and is left behind on it.
            return await Task.Run(() => FindAsync(searches, web.WebRootFileProvider, end.Token), end.Token).WaitAsync(end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<EarlyPath>> FindAsync(List<EarlyFiles> searches, IFileProvider webRoot, CancellationToken cancellationToken)
    {
        var early = new List<EarlyPath>();
        foreach (var search in searches)
            early.AddRange(await search.FindAsync(webRoot, cancellationToken));
        return early;
    }
}
