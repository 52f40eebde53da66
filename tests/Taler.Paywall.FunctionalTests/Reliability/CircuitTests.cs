namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>A backend that fails again and again is left alone for a while.</summary>
public sealed class CircuitTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task After_ten_failed_tries_nothing_is_sent_for_a_while_and_then_all_goes_on()
    {
        await using var stage = await Stage.OpenAsync(sandbox, "500");
        await stage.BreakAsync(BackendCall.CreateOrder);
        stage.Shop.ExpectLog(line => line.Event is "BackendUnavailable" or "CircuitOpened");
        for (var visitor = 0; visitor < 3; visitor++)
            await VisitAsync(stage);
        stage.ExpectTries(10);

        await VisitAsync(stage);

        stage.ExpectTries(10);
        Assert.Equal(["backend_trouble", "backend_trouble", "circuit_open", "circuit_open"], stage.Measured.ErrorTypes(BackendCall.CreateOrder.Name));
        Assert.Single(stage.Shop.Logs.Lines, line => line.Event == "CircuitOpened");
        await stage.MendAsync();
        stage.Shop.Clock.Advance(Break);
        await stage.BuyAsync();
        Assert.Equal(1, await stage.OrdersAsync());
    }

    private static Task VisitAsync(Stage stage)
    {
        stage.Visitor.Browser.DeleteCookies();
        return stage.ExpectUnavailableAsync();
    }
}
