using Taler.Paywall.ModelTests.Model;

namespace Taler.Paywall.ModelTests;

public sealed class HistoryTests
{
    [Fact]
    public async Task No_history_leaks_content_or_charges_twice()
    {
        using var tally = new Tally();
        var run = Run.FromEnvironment();

        var failure = await run.PlayAsync(tally);

        TestContext.Current.TestOutputHelper!.WriteLine($"{run}\n{tally}");
        Assert.True(failure is null, failure);
    }
}
