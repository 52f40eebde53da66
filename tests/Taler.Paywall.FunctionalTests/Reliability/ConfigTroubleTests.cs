using System.Net;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>Trouble while the backend is asked how its currency is written, which is done in the background only.</summary>
public sealed class ConfigTroubleTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Troubles =>
        [.. FailureMatrix.Rows.SelectMany(row => row.Troubles).Select(trouble => trouble.Name).Where(name => name != FailureMatrix.AnotherOrder)];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task The_shop_opens_and_shows_prices_in_their_plain_form_until_it_knows_better(string trouble)
    {
        await using var stage = await Stage.OpenBrokenAsync(sandbox, trouble, BackendCall.Config, ("OrderCreation", "OnClick"));
        await Eventually.IsSoAsync(() => Task.FromResult(stage.Shop.Logs.Lines.Any(line => line.Event == "CurrenciesUnknown")));
        stage.ExpectTries();

        await Eventually.IsSoAsync(async () =>
        {
            stage.Shop.Clock.Advance(PauseAfterFailure);
            Assert.Contains("KUDOS\u00A00.5<", await PriceAsync(stage), StringComparison.Ordinal);
            return stage.Measured.ErrorTypes(BackendCall.Config.Name).Count > 0;
        });

        Assert.Equal([stage.Row.ErrorType], stage.Measured.ErrorTypes(BackendCall.Config.Name).Distinct());
        stage.ExpectQuiet();
        await stage.MendAsync();
        await Eventually.IsSoAsync(async () =>
        {
            stage.Shop.Clock.Advance(PauseAfterFailure);
            return (await PriceAsync(stage)).Contains("KUDOS\u00A00.50<", StringComparison.Ordinal);
        });
    }

    private static async Task<string> PriceAsync(Stage stage)
    {
        using var response = await stage.Visitor.Browser.OpenAsync(stage.Page);
        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }
}
