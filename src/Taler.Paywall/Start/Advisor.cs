using Microsoft.Extensions.Logging;

namespace Taler.Paywall.Start;

/// <summary>A likely mistake with its way out, ready to be logged.</summary>
/// <param name="Name">The name of the event, which is also the last part of the log category.</param>
/// <param name="Say">Writes the line.</param>
internal sealed record Advice(string Name, Action<ILogger> Say);

/// <summary>All that an operator is advised of at start. Each function knows one mistake, and is silent where it is not sure.</summary>
internal static class Advisor
{
    private static readonly Func<StartFacts, IEnumerable<Advice>>[] Mistakes =
    [
        PatternAdvice.SectionMissing,
        PatternAdvice.NothingSold,
        PatternAdvice.EverythingSold,
        PatternAdvice.PatternRepeated,
        PatternAdvice.PatternImpossible,
        PatternAdvice.PatternWithPathBase,
        PatternAdvice.FreePathUseless,
        PatternAdvice.MethodsLeftOpen,
        PipelineAdvice.PaywallTwice,
        PipelineAdvice.CacheInFront,
        PipelineAdvice.CachesStacked,
        PipelineAdvice.FilesInFront,
        PipelineAdvice.ShortCircuitCovered,
        PipelineAdvice.EndpointsInFront,
        PipelineAdvice.RoutingBehind,
        PipelineAdvice.PathBaseBehind,
        PipelineAdvice.RewriterBehind,
        PipelineAdvice.MethodOverrideBehind,
        PipelineAdvice.ForwardedHeadersBehind,
        AddressAdvice.NoPublicBaseUrlBehindProxy,
        AddressAdvice.NoPublicBaseUrl,
        AddressAdvice.InsecurePublicBaseUrl,
        AddressAdvice.BackendOnLoopback,
        ProductionAdvice.KeysInMemory,
        ProductionAdvice.TestMoney,
    ];

    public static IEnumerable<Advice> Advise(StartFacts facts) => Mistakes.SelectMany(mistake => mistake(facts));
}
