using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Start;

/// <summary>Mistakes in the order of the pipeline.</summary>
internal static class PipelineAdvice
{
    private static readonly PipelineStep[] Caches = [PipelineStep.UseOutputCache, PipelineStep.UseResponseCaching];

    public static IEnumerable<Advice> PaywallTwice(StartFacts facts)
    {
        if (facts.Pipelines.Any(pipeline => pipeline.HasTwice(PipelineStep.UseTalerPaywall)))
            yield return new(nameof(Log.PaywallTwice), Log.PaywallTwice);
    }

    public static IEnumerable<Advice> CacheInFront(StartFacts facts) =>
        from cache in Caches
        where !facts.SellsNothing && facts.Pipelines.Any(pipeline => pipeline.HasInFront(cache) && !StacksCaches(facts, pipeline))
        select new Advice(nameof(Log.CacheInFront), logger => Log.CacheInFront(logger, cache));

    public static IEnumerable<Advice> CachesStacked(StartFacts facts)
    {
        if (!facts.SellsNothing && facts.Pipelines.Any(pipeline => StacksCaches(facts, pipeline)))
            yield return new(nameof(Log.CachesStacked), Log.CachesStacked);
    }

    public static IEnumerable<Advice> FilesInFront(StartFacts facts)
    {
        if (facts.EarlyPaths is [var first, ..])
            yield return new(nameof(Log.FilesInFront), logger => Log.FilesInFront(logger, first.Path, facts.EarlyPaths.Count - 1, first.Setting));
    }

    /// <summary>Where routing stands behind the paywall, the paywall has seen the request before the endpoint cuts it short.</summary>
    public static IEnumerable<Advice> ShortCircuitCovered(StartFacts facts)
    {
        var covered = facts.CoveredEndpoints.Where(endpoint => endpoint is { ShortCircuits: true, SpeaksOfPayment: false }).ToList();
        if (covered is [var first, ..] && !facts.Pipelines.Any(pipeline => pipeline.HasBehind(PipelineStep.UseRouting)))
            yield return new(nameof(Log.ShortCircuitCovered), logger => Log.ShortCircuitCovered(logger, first.Endpoint, covered.Count - 1, first.Setting));
    }

    /// <summary>An endpoint that sells itself, or is declared free, needs no middleware for it.</summary>
    public static IEnumerable<Advice> EndpointsInFront(StartFacts facts)
    {
        if (facts.Pipelines.Any(pipeline => pipeline.HasInFront(PipelineStep.UseEndpoints))
            && facts.CoveredEndpoints.FirstOrDefault(endpoint => !endpoint.SpeaksOfPayment) is { } early)
            yield return new(nameof(Log.EndpointsInFront), logger => Log.EndpointsInFront(logger, early.Endpoint, early.Setting));
    }

    /// <summary>It matters only for an endpoint that says something about payment below a pattern that says something else.</summary>
    public static IEnumerable<Advice> RoutingBehind(StartFacts facts)
    {
        if (facts.Pipelines.Any(pipeline => pipeline.HasBehind(PipelineStep.UseRouting))
            && facts.CoveredEndpoints.FirstOrDefault(endpoint => endpoint.SpeaksOfPayment) is { } unheard)
            yield return new(nameof(Log.RoutingBehind), logger => Log.RoutingBehind(logger, unheard.Endpoint, unheard.Setting));
    }

    /// <summary>Endpoints that sell themselves are guarded wherever a request comes from; patterns are compared by the middleware.</summary>
    public static IEnumerable<Advice> PathBaseBehind(StartFacts facts)
    {
        if (HasPatternsAndBehind(facts, PipelineStep.UsePathBase))
            yield return new(nameof(Log.PathBaseBehind), Log.PathBaseBehind);
    }

    public static IEnumerable<Advice> RewriterBehind(StartFacts facts)
    {
        if (HasPatternsAndBehind(facts, PipelineStep.UseRewriter))
            yield return new(nameof(Log.RewriterBehind), Log.RewriterBehind);
    }

    public static IEnumerable<Advice> MethodOverrideBehind(StartFacts facts)
    {
        if (facts.OverridesByFormBehind && facts.Rules.Resources.FirstOrDefault(rule => rule.Methods.Count > 0) is { } choosy)
            yield return new(nameof(Log.MethodOverrideBehind), logger => Log.MethodOverrideBehind(logger, choosy.Setting));
    }

    public static IEnumerable<Advice> ForwardedHeadersBehind(StartFacts facts)
    {
        if (HasPatternsAndBehind(facts, PipelineStep.UseForwardedHeaders))
            yield return new(nameof(Log.ForwardedHeadersBehind), Log.ForwardedHeadersBehind);
    }

    /// <summary>The paywall tells the output cache to keep nothing of what it lets through. It is not asked about what response caching answers.</summary>
    private static bool StacksCaches(StartFacts facts, Pipeline pipeline) =>
        facts.Rules.SharedCaches is TalerSharedCaches.VaryByCookie && pipeline.HasInFront(PipelineStep.UseOutputCache, PipelineStep.UseResponseCaching);

    private static bool HasPatternsAndBehind(StartFacts facts, PipelineStep step) =>
        facts.Rules.Resources.Count > 0 && facts.Pipelines.Any(pipeline => pipeline.HasBehind(step));
}
