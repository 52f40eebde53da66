using Taler.Paywall.Diagnostics;

namespace Taler.Paywall.Start;

/// <summary>What is fine while one tries things out, and not in Production.</summary>
internal static class ProductionAdvice
{
    /// <summary>The currencies of the public demonstration and of the public test system.</summary>
    private static readonly string[] TestCurrencies = ["KUDOS", "TESTKUDOS"];

    private static readonly string[] TestHosts = ["demo.taler.net", "test.taler.net"];

    public static IEnumerable<Advice> KeysInMemory(StartFacts facts)
    {
        if (facts is { IsProduction: true, KeysInMemory: true })
            yield return new(nameof(Log.KeysInMemory), Log.KeysInMemory);
    }

    public static IEnumerable<Advice> TestMoney(StartFacts facts)
    {
        var signs = facts.Currencies.Where(TestCurrencies.Contains).Concat(TestHosts.Any(host => IsWithin(facts.Backend.Host, host)) ? [facts.Backend.Host] : []).ToList();
        if (facts.IsProduction && signs.Count > 0)
            yield return new(nameof(Log.TestMoney), logger => Log.TestMoney(logger, string.Join(", ", signs)));
    }

    private static bool IsWithin(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && (host.Length == domain.Length || host[^(domain.Length + 1)] is '.');
}
