using System.Net;
using Taler.Merchant;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>Trouble while the application gives money back.</summary>
public sealed class RefundTroubleTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static readonly Amount Price = Amount.Parse("KUDOS:0.5");

    [Theory]
    [MemberData(nameof(FailureMatrix.Troubles), MemberType = typeof(FailureMatrix))]
    public async Task The_application_hears_of_it_and_the_page_follows_the_backend_at_once(string trouble)
    {
        await using var stage = await Stage.OpenAsync(sandbox, trouble);
        var order = await BuyAsync(stage);
        await stage.BreakAsync(BackendCall.Refund);

        await Assert.ThrowsAsync<TalerMerchantException>(() => RefundAsync(stage, order));
        for (var visit = 0; visit < 2; visit++)
            await stage.Visitor.ExpectAsync(stage.Trouble.IsDone ? HttpStatusCode.PaymentRequired : HttpStatusCode.OK, stage.Page);

        // A refund is sent once: the application decides whether to repeat it.
        stage.ExpectMeasured(tries: 1);
        stage.ExpectQuiet();
        Assert.Equal(DecisionsAfter(stage), stage.Measured.Decisions);
        await stage.MendAsync();
        await RefundAsync(stage, order);
        await stage.Visitor.ExpectAsync(HttpStatusCode.PaymentRequired, stage.Page);
    }

    [Theory]
    [MemberData(nameof(FailureMatrix.Troubles), MemberType = typeof(FailureMatrix))]
    public async Task A_page_whose_refund_may_have_been_done_is_not_served_from_the_cache(string trouble)
    {
        await using var stage = await Stage.OpenAsync(sandbox, trouble);
        var order = await BuyAsync(stage);
        await stage.BreakAsync(BackendCall.Refund);
        await Assert.ThrowsAsync<TalerMerchantException>(() => RefundAsync(stage, order));
        await stage.MendAsync();
        await stage.BreakAsync(BackendCall.AskStatus);

        await stage.ExpectUnavailableAsync();

        stage.ExpectSeen("unavailable");
        await stage.MendAsync();
        await stage.Visitor.ExpectAsync(stage.Trouble.IsDone ? HttpStatusCode.PaymentRequired : HttpStatusCode.OK, stage.Page);
    }

    /// <summary>A payment whose refund was refused is remembered again when the backend has confirmed it. One whose refund is in doubt is not.</summary>
    private static string[] DecisionsAfter(Stage stage) => stage.Trouble.IsDone
        ? ["refunded", "refunded"]
        : stage.Row.ErrorType == "refused" ? ["serve", "serve_cached"] : ["serve", "serve"];

    private static async Task<OrderId> BuyAsync(Stage stage)
    {
        var bought = await stage.Visitor.BuyAsync(stage.Page);
        await stage.ReadAsync();
        return OrderId.Parse(bought.OrderId!);
    }

    private static Task<RefundResult> RefundAsync(Stage stage, OrderId order) => stage.Merchant.RefundAsync(order, Price, "test");
}
