using Taler.Merchant.ContractTests.Backends;

namespace Taler.Merchant.ContractTests;

public sealed class RefundTests(SandboxBackend sandbox) : WalletContractBase(sandbox)
{
    private const string Reason = "no longer wanted";

    [Fact]
    public async Task A_refund_is_the_new_total()
    {
        var order = ARefundableOrder();
        await BuyAsync(order);

        await Client.RefundAsync(order.OrderId!, Money("2"), Reason);
        await Client.RefundAsync(order.OrderId!, Money("5"), Reason);
        await Client.RefundAsync(order.OrderId!, Money("5"), Reason);

        var status = await PaidAsync(order.OrderId!);
        Assert.Equal(Money("5"), status.RefundAmount);
        Assert.True(status is { Refunded: true, RefundPending: true });
    }

    [Fact]
    public async Task A_refund_is_pending_until_the_wallet_picks_it_up()
    {
        var order = ARefundableOrder();
        await BuyAsync(order);
        var refund = await Client.RefundAsync(order.OrderId!, Money("5"), Reason);

        var pickedUp = await Wallets.PickUpRefundAsync(Alice, refund.TalerRefundUri.Value);

        var status = await PaidAsync(order.OrderId!);
        Assert.Equal("refunded", pickedUp.Outcome);
        Assert.True(status is { Refunded: true, RefundPending: false });
        Assert.Equal(Money("5"), status.RefundAmount);
    }

    [Fact]
    public async Task A_refunded_order_no_longer_counts_as_already_paid()
    {
        var session = SessionId.Create();
        var order = ARefundableOrder();
        await BuyAsync(order, session);
        await Client.RefundAsync(order.OrderId!, Money("1"), Reason);
        var again = order with { OrderId = NewOrderId() };
        await CreateAsync(again);

        Assert.Null((await UnpaidAsync(again.OrderId!, session)).AlreadyPaidOrderId);
    }

    [Theory]
    [InlineData("10.01")]
    [InlineData("4.99")]
    public async Task A_total_above_the_payment_or_below_an_earlier_total_is_refused(string total)
    {
        var order = ARefundableOrder();
        await BuyAsync(order);
        await Client.RefundAsync(order.OrderId!, Money("5"), Reason);

        var refusal = await RefusalAsync(() => Client.RefundAsync(order.OrderId!, Money(total), Reason));

        Assert.Equal((409, TalerErrorCodes.RefundExceedsPayment), refusal);
        Assert.Equal(Money("5"), (await PaidAsync(order.OrderId!)).RefundAmount);
    }

    [Fact]
    public async Task A_refund_in_another_currency_is_refused()
    {
        var order = ARefundableOrder();
        await BuyAsync(order);

        Assert.Equal((409, 2024), await RefusalAsync(() => Client.RefundAsync(order.OrderId!, Amount.Parse("NOMONEY:1"), Reason)));
    }

    [Fact]
    public async Task An_order_that_is_claimed_but_not_paid_cannot_be_refunded()
    {
        var order = ARefundableOrder();
        await ClaimAsync(order);

        Assert.Equal((409, TalerErrorCodes.RefundOrderUnpaid), await RefusalAsync(() => Client.RefundAsync(order.OrderId!, Money("1"), Reason)));
    }

    [Fact]
    public async Task A_contract_without_refund_delay_allows_no_refund()
    {
        var order = ARefundableOrder() with { RefundDelay = RelativeTime.FromTimeSpan(TimeSpan.Zero) };
        await BuyAsync(order);

        var refusal = await RefusalAsync(() => Client.RefundAsync(order.OrderId!, Money("1"), Reason));

        Assert.Equal((403, TalerErrorCodes.RefundNotAllowed), refusal);
        Assert.Equal(Timestamp.FromSeconds(0), (await PaidAsync(order.OrderId!)).ContractTerms.RefundDeadline);
    }
}
