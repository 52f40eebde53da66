using Taler.Merchant.ContractTests.Backends;
using Taler.TestKit;

namespace Taler.Merchant.ContractTests;

/// <summary>What needs a wallet that pays, and so runs on the sandbox only.</summary>
public abstract class WalletContractBase(SandboxBackend sandbox) : MerchantContractBase(sandbox), IClassFixture<SandboxBackend>
{
    protected const string Alice = "alice";

    protected SandboxControl Wallets => sandbox.Control;

    /// <summary>An order of 10 that can be refunded.</summary>
    protected CreateOrderRequest ARefundableOrder() =>
        AnOrder() with { Amount = Money("10"), RefundDelay = RelativeTime.FromTimeSpan(TimeSpan.FromHours(1)) };

    protected async Task<string> PayUriAsync(OrderId orderId, SessionId? session) => (await UnpaidAsync(orderId, session)).TalerPayUri.Value;

    protected async Task ClaimAsync(CreateOrderRequest order, SessionId? session = null)
    {
        await CreateAsync(order);
        Assert.Equal("claimed", (await Wallets.ClaimAsync(Alice, await PayUriAsync(order.OrderId!, session))).Outcome);
    }

    protected async Task BuyAsync(CreateOrderRequest order, SessionId? session = null)
    {
        await CreateAsync(order);
        Assert.Equal("paid", (await Wallets.PayAsync(Alice, await PayUriAsync(order.OrderId!, session))).Outcome);
    }

    protected async Task<OrderStatus.Paid> PaidAsync(OrderId orderId, SessionId? session = null) =>
        Assert.IsType<OrderStatus.Paid>(await Client.GetOrderStatusAsync(orderId, session));
}
