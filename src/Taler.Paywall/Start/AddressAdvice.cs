using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Start;

/// <summary>Mistakes in the addresses of the site and of the merchant backend.</summary>
internal static class AddressAdvice
{
    public static IEnumerable<Advice> NoPublicBaseUrlBehindProxy(StartFacts facts)
    {
        if (facts.Rules.PublicBaseUrl is null && IsBehindProxy(facts))
            yield return new(nameof(Log.NoPublicBaseUrlBehindProxy), Log.NoPublicBaseUrlBehindProxy);
    }

    public static IEnumerable<Advice> NoPublicBaseUrl(StartFacts facts)
    {
        if (facts.Rules.PublicBaseUrl is null && facts.IsProduction && !IsBehindProxy(facts))
            yield return new(nameof(Log.NoPublicBaseUrl), Log.NoPublicBaseUrl);
    }

    public static IEnumerable<Advice> InsecurePublicBaseUrl(StartFacts facts)
    {
        if (facts is { IsProduction: true, Rules.PublicBaseUrl: { IsLoopback: false } site } && site.Scheme == Uri.UriSchemeHttp && !IsOnion(site))
            yield return new(nameof(Log.InsecurePublicBaseUrl), logger => Log.InsecurePublicBaseUrl(logger, site));
    }

    /// <summary>Buyers of a site that is itself on loopback reach such a backend.</summary>
    public static IEnumerable<Advice> BackendOnLoopback(StartFacts facts)
    {
        if (facts is { IsProduction: true, PublicBackend.IsLoopback: true, Rules.PublicBaseUrl.IsLoopback: false })
            yield return new(nameof(Log.BackendOnLoopback), logger => Log.BackendOnLoopback(logger, facts.PublicBackend));
    }

    private static bool IsBehindProxy(StartFacts facts) =>
        facts.ForwardsHeaders || facts.Pipelines.Any(pipeline => pipeline.HasInFront(PipelineStep.UseForwardedHeaders));

    /// <summary>Tor encrypts what goes to an onion service.</summary>
    private static bool IsOnion(Uri url) => url.Host.EndsWith(".onion", StringComparison.OrdinalIgnoreCase);
}
