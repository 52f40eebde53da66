using Taler.Merchant.ContractTests.Backends;

namespace Taler.Merchant.ContractTests;

/// <summary>The password of a real backend has no place in an environment variable, so this runs on the sandbox.</summary>
public sealed class PasswordTests(SandboxBackend sandbox) : WalletContractBase(sandbox)
{
    [Fact]
    public async Task A_password_lets_a_shop_sell_and_refund()
    {
        var shop = MakeClient(options => options.Password = SandboxBackend.Password);
        var order = ARefundableOrder();

        var created = await shop.CreateOrderAsync(order);
        await Wallets.PayAsync(Alice, await PayUriAsync(order.OrderId!, session: null));
        await shop.RefundAsync(order.OrderId!, Money("1"), "no longer wanted");

        Assert.IsType<CreateOrderResult.Created>(created);
        Assert.True(Assert.IsType<OrderStatus.Paid>(await shop.GetOrderStatusAsync(order.OrderId!)).Refunded);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_with_a_code()
    {
        var stranger = MakeClient(options => options.Password = "wrong");

        Assert.Equal((401, 40), await RefusalAsync(() => stranger.ListOrdersAsync()));
    }
}
