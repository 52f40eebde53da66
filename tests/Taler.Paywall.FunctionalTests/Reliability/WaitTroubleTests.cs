using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>Trouble while a page waits for its payment.</summary>
public sealed class WaitTroubleTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [MemberData(nameof(FailureMatrix.Troubles), MemberType = typeof(FailureMatrix))]
    public async Task A_page_that_waits_hears_nothing_and_later_of_the_payment(string trouble)
    {
        await using var stage = await Stage.OpenAsync(sandbox, trouble);
        await stage.Visitor.BuyAsync(stage.Page);
        await stage.BreakAsync(BackendCall.WaitForPayment);

        using (var response = await WaitAsync(stage))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(10), response.Headers.RetryAfter?.Delta);
        }

        stage.ExpectSeen("wait", tries: 1);
        await stage.MendAsync();
        Assert.Equal("paid", await NewsAsync(stage));
        await stage.ReadAsync();
    }

    /// <summary>The backend holds each of these questions for its 3 s, so a few troubles must do.</summary>
    [Theory]
    [InlineData("connection refused")]
    [InlineData("401")]
    [InlineData("HTML with 200")]
    public async Task A_page_whose_order_a_wallet_holds_goes_on_waiting_without_a_word_on_the_session(string trouble)
    {
        await using var stage = await Stage.OpenAsync(sandbox, trouble);
        using var page = await stage.Visitor.Browser.OpenAsync(stage.Page);
        var payUri = await Visitor.PayUriAsync(page);
        await sandbox.Control.ClaimAsync(stage.Visitor.Wallet, payUri);
        await stage.BreakAsync(BackendCall.AskSession);

        Assert.Equal("claimed", await NewsAsync(stage));

        stage.ExpectMeasured(tries: 1);
        stage.ExpectQuiet();
        await sandbox.Control.PayAsync(stage.Visitor.Wallet, payUri);
        Assert.Equal("paid", await NewsAsync(stage));
    }

    private static Task<HttpResponseMessage> WaitAsync(Stage stage) => stage.Visitor.Browser.FetchAsync(stage.Page + "?taler_paywall=wait");

    private static async Task<string?> NewsAsync(Stage stage)
    {
        using var response = await WaitAsync(stage);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (string?)(await response.Content.ReadFromJsonAsync<JsonObject>())!["order_status"];
    }
}
