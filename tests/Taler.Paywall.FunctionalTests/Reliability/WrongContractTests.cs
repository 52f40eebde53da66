using System.Net;
using System.Text.Json.Nodes;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Reliability;

/// <summary>The backend calls an order paid, but by a contract about something else.</summary>
public sealed class WrongContractTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    /// <summary>What the contract says instead, as JSON that is laid over the real one.</summary>
    public static TheoryData<string> Lies =>
    [
        """{"extra":{"taler_paywall":{"resource":"essay:another"}}}""",
        """{"extra":null,"fulfillment_url":"http://127.0.0.1/essays/another"}""",
        """{"extra":null,"amount":"KUDOS:0.4"}""",
        """{"extra":null,"amount":"EUR:0.5"}""",
        """{"extra":{"taler_paywall":{"site":"https://another.example/"}},"amount":"KUDOS:0.4"}""",
        """{"extra":{"taler_paywall":{"pattern":"/another"}},"amount":"KUDOS:0.4"}""",
        """{"fulfillment_url":"http://127.0.0.1/essays/another","amount":"KUDOS:0.4"}""",
    ];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_new_visitor_is_not_served_and_buys_the_one_order_there_is(string lie)
    {
        await using var stage = await Stage.OpenAsync(sandbox, FailureMatrix.AnotherOrder);
        stage.Shop.ExpectLog(line => line.Event == "FulfillmentUrlTaken");
        var order = await OrderAsync(stage);
        stage.Visitor.Browser.DeleteCookies();
        await LieAsync(BackendCall.AskStatus, order, lie);

        await stage.ExpectUnavailableAsync();

        await sandbox.Control.ClearFaultsAsync();
        await stage.BuyAsync();
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_visitor_with_an_unpaid_order_is_offered_the_next_one(string lie)
    {
        await using var stage = await Stage.OpenAsync(sandbox, FailureMatrix.AnotherOrder);
        var order = await OrderAsync(stage);
        await LieAsync(BackendCall.StatusOf((string)order["order_id"]!), order, lie);

        await stage.Visitor.ExpectAsync(HttpStatusCode.Found, stage.Page);
        await stage.Visitor.ExpectAsync(HttpStatusCode.Found, stage.Page);

        await sandbox.Control.ClearFaultsAsync();
        await stage.BuyAsync();
        Assert.Equal(2, await stage.OrdersAsync());
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_visitor_who_paid_is_served_again_without_paying_when_the_lie_is_over(string lie)
    {
        await using var stage = await Stage.OpenAsync(sandbox, FailureMatrix.AnotherOrder, ("PaymentCache:Lifetime", "0"));
        stage.Shop.ExpectLog(line => line.Event == "FulfillmentUrlTaken");
        var order = await OrderAsync(stage);
        await stage.BuyAsync();
        await LieAsync(BackendCall.StatusOf((string)order["order_id"]!), order, lie);

        await stage.ExpectUnavailableAsync();

        await sandbox.Control.ClearFaultsAsync();
        await stage.ReadAsync();
    }

    /// <summary>Opens the page.</summary>
    /// <returns>The contract of the order that was made for it.</returns>
    private async Task<JsonObject> OrderAsync(Stage stage)
    {
        using var page = await stage.Visitor.Browser.OpenAsync(stage.Page);
        var orderId = TalerPayUri.Parse(await Visitor.PayUriAsync(page)).OrderId;
        var status = await SandboxFixture.GetAsync(sandbox.BaseUrl, "private/orders/" + orderId.Value);
        return status["proto_contract_terms"]!.AsObject();
    }

    private Task LieAsync(BackendCall call, JsonObject contract, string lie)
    {
        var told = JsonNode.Parse(lie)!.AsObject();
        var body = new JsonObject
        {
            ["order_status"] = "paid",
            ["refunded"] = false,
            ["refund_pending"] = false,
            ["refund_amount"] = "KUDOS:0",
            ["order_status_url"] = new Uri(sandbox.BaseUrl, "orders/x").AbsoluteUri,
            ["contract_terms"] = Over(contract, told),
        };
        if (call == BackendCall.AskStatus)
            body["contract_terms"]!.AsObject().Remove("order_id");
        return sandbox.Control.SetFaultAsync(new SandboxFault(call.Match) { Body = body.ToJsonString(), Times = 1000 });
    }

    private static JsonObject Over(JsonObject truth, JsonObject lie)
    {
        var told = truth.DeepClone().AsObject();
        foreach (var (name, value) in lie)
            told[name] = value is JsonObject inner && told[name] is JsonObject whole ? Over(whole, inner) : value?.DeepClone();
        return told;
    }
}
