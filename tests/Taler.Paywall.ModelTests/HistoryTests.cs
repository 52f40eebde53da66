using Taler.Paywall.ModelTests.Model;

namespace Taler.Paywall.ModelTests;

public sealed class HistoryTests
{
    /// <summary>So many histories bring about everything that a run must have seen.</summary>
    private const int Telling = 5_000;

    /// <summary>What a run that never saw it would say nothing about.</summary>
    private static readonly (string Group, string What)[] Interesting =
    [
        (Tally.Events, Tally.Adopted),
        (Tally.Events, Tally.ExpiredReplaced),
        (Tally.Events, Tally.CreatedAfterAll),
        (Tally.Decisions, "refunded"),
        (Tally.Decisions, "serve_cached"),
        (Tally.Decisions, "serve_outage"),
        (Tally.Decisions, "unavailable"),
    ];

    [Fact]
    public async Task No_history_leaks_content_or_charges_twice()
    {
        using var tally = new Tally();
        var run = Run.FromEnvironment();

        var failure = await run.PlayAsync(tally);

        TestContext.Current.TestOutputHelper!.WriteLine($"{run}\n{tally}");
        Assert.True(failure is null, $"{run}\n{failure}");
        if (run.Count >= Telling && run.Replay is null)
            Assert.All(Interesting, seen => Assert.True(tally[seen.Group, seen.What] > 0, $"Never happened: {seen.What}"));
    }
}
