using System.Text.Json.Nodes;
using Taler.Merchant.ContractTests.Backends;

namespace Taler.Merchant.ContractTests;

public sealed class PurchaseTests(SandboxBackend sandbox) : WalletContractBase(sandbox)
{
    [Fact]
    public async Task A_claimed_order_shows_what_the_wallet_was_offered()
    {
        var order = AnOrder();
        await ClaimAsync(order);

        var status = Assert.IsType<OrderStatus.Claimed>(await Client.GetOrderStatusAsync(order.OrderId!));

        Assert.Equal((order.Summary, order.Amount, order.FulfillmentUrl), (status.ContractTerms.Summary, status.ContractTerms.Amount, status.ContractTerms.FulfillmentUrl));
        Assert.NotNull(status.OrderStatusUrl);
    }

    [Fact]
    public async Task A_claimed_order_belongs_to_one_wallet()
    {
        var order = AnOrder();
        await CreateAsync(order);
        var payUri = await PayUriAsync(order.OrderId!, session: null);
        await Wallets.ClaimAsync(Alice, payUri);

        var other = await Wallets.PayAsync("bob", payUri);

        Assert.Equal((409, "refused", 2301), (other.Status, other.Outcome, other.Code));
    }

    [Fact]
    public async Task A_paid_order_tells_what_the_buyer_signed()
    {
        var order = ARefundableOrder() with { Extra = new JsonObject { ["taler_paywall"] = new JsonObject { ["resource"] = "essay:bread" } } };
        await BuyAsync(order);

        var status = await PaidAsync(order.OrderId!);

        var terms = status.ContractTerms;
        Assert.Equal((order.Amount, order.FulfillmentUrl), (status.AmountPaid, terms.FulfillmentUrl));
        Assert.Equal("essay:bread", terms.Extra!.Value.GetProperty("taler_paywall").GetProperty("resource").GetString());
        Assert.Equal(TimeSpan.FromHours(1), terms.RefundDeadline!.Value.ToDateTimeOffset() - terms.PayDeadline!.Value.ToDateTimeOffset());
        Assert.NotNull(status.LastPayment);
        Assert.False(status.Refunded || status.RefundPending || status.Wired);
        Assert.True(status.RefundAmount!.IsZero);
    }

    [Fact]
    public async Task A_paid_choice_is_the_amount_paid()
    {
        var order = AnOrder() with { Amount = null, Choices = [new OrderChoice { Amount = Money("3") }, new OrderChoice { Amount = Money("4") }] };
        await BuyAsync(order);

        var status = await PaidAsync(order.OrderId!);

        Assert.Equal((1, 0, Money("3")), (status.ContractTerms.Version, status.ChoiceIndex, status.AmountPaid));
    }

    [Fact]
    public async Task A_payment_counts_for_the_session_that_paid()
    {
        var (paying, other) = (SessionId.Create(), SessionId.Create());
        var order = AnOrder();
        await BuyAsync(order, paying);

        Assert.IsType<OrderStatus.Paid>(await Client.GetOrderStatusAsync(order.OrderId!, paying));
        Assert.IsType<OrderStatus.Claimed>(await Client.GetOrderStatusAsync(order.OrderId!, other));
        Assert.IsType<OrderStatus.Paid>(await Client.GetOrderStatusAsync(order.OrderId!));
    }

    [Fact]
    public async Task A_wait_ends_when_the_session_pays()
    {
        var session = SessionId.Create();
        var order = AnOrder();
        await CreateAsync(order);
        var payUri = await PayUriAsync(order.OrderId!, session);

        var waiting = Client.WaitForPaymentAsync(order.OrderId!, session, TimeSpan.FromMinutes(5));
        await Wallets.ClaimAsync(Alice, payUri);
        Assert.False(waiting.IsCompleted, "The wait ended before the payment.");
        await Wallets.PayAsync(Alice, payUri);

        Assert.IsType<OrderStatus.Paid>(await waiting);
    }

    [Fact]
    public async Task A_wait_that_begins_after_the_payment_ends_at_once()
    {
        var session = SessionId.Create();
        var order = AnOrder();
        await BuyAsync(order, session);

        Assert.IsType<OrderStatus.Paid>(await Client.WaitForPaymentAsync(order.OrderId!, session, TimeSpan.FromMinutes(5)));
        Assert.IsType<OrderStatus.Paid>(await Client.WaitForPaymentAsync(order.OrderId!, null, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task A_session_whose_wallet_showed_an_old_payment_is_paid_while_the_order_stays_claimed()
    {
        var (first, second) = (SessionId.Create(), SessionId.Create());
        var bought = AnOrder();
        await BuyAsync(bought, first);
        var offered = bought with { OrderId = NewOrderId() };
        await CreateAsync(offered);
        await Wallets.PayAsync(Alice, await PayUriAsync(offered.OrderId!, second));

        var order = await Client.WaitForPaymentAsync(offered.OrderId!, second, TimeSpan.FromMilliseconds(200));
        var session = await Client.GetSessionStatusAsync(second, bought.FulfillmentUrl!);

        Assert.IsType<OrderStatus.Claimed>(order);
        Assert.Equal(new SessionStatus.Paid(bought.OrderId), session);
    }

    [Fact]
    public async Task A_wallet_shows_an_old_payment_to_a_new_session_instead_of_paying_again()
    {
        var (first, second) = (SessionId.Create(), SessionId.Create());
        var bought = AnOrder();
        await BuyAsync(bought, first);
        var offered = bought with { OrderId = NewOrderId() };
        await CreateAsync(offered);

        var replay = await Wallets.PayAsync(Alice, await PayUriAsync(offered.OrderId!, second));

        Assert.Equal(("replayed", bought.OrderId!.Value), (replay.Outcome, replay.OrderId));
        await PaidAsync(bought.OrderId, second);
        Assert.IsType<OrderStatus.Claimed>(await Client.GetOrderStatusAsync(offered.OrderId!, second));
    }

    [Fact]
    public async Task An_unpaid_order_names_the_one_that_its_session_already_paid()
    {
        var session = SessionId.Create();
        var bought = AnOrder();
        await BuyAsync(bought, session);
        var again = bought with { OrderId = NewOrderId() };
        await CreateAsync(again);

        var status = await UnpaidAsync(again.OrderId!, session);
        var withoutSession = await UnpaidAsync(again.OrderId!);

        Assert.Equal((bought.OrderId, bought.FulfillmentUrl), (status.AlreadyPaidOrderId, status.AlreadyPaidFulfillmentUrl));
        Assert.Null(withoutSession.AlreadyPaidOrderId);
    }

    [Fact]
    public async Task The_list_finds_what_a_session_bought()
    {
        var session = SessionId.Create();
        var order = ARefundableOrder();
        await BuyAsync(order, session);
        await BuyAsync(AnOrder(), session);
        var bought = new ListOrdersRequest { Paid = true, SessionId = session, FulfillmentUrl = order.FulfillmentUrl };

        var entry = Assert.Single(await Client.ListOrdersAsync(bought));

        Assert.Equal((order.OrderId, order.Amount), (entry.OrderId, entry.Amount));
        Assert.True(entry is { Paid: true, Refundable: true });
        Assert.Empty(await Client.ListOrdersAsync(bought with { Refunded = true }));
        Assert.Empty(await Client.ListOrdersAsync(bought with { SessionId = SessionId.Create() }));
    }

    [Fact]
    public async Task A_session_that_paid_is_paid()
    {
        var session = SessionId.Create();
        var order = AnOrder();
        await BuyAsync(order, session);

        var status = Assert.IsType<SessionStatus.Paid>(await Client.GetSessionStatusAsync(session, order.FulfillmentUrl!));

        Assert.Equal(order.OrderId, status.OrderId);
        Assert.IsType<SessionStatus.NotFound>(await Client.GetSessionStatusAsync(session, NewUrl()));
    }

    [Fact]
    public async Task The_order_status_URL_of_a_paid_order_leads_to_the_goods()
    {
        var session = SessionId.Create();
        var order = AnOrder();
        await BuyAsync(order, session);
        var url = (await PaidAsync(order.OrderId!, session)).OrderStatusUrl.AbsoluteUri;

        var page = await GetAsync(url, "text/html");
        var json = await GetAsync(url);
        var wrongHash = await GetAsync($"orders/{order.OrderId}?h_contract={new string('0', 103)}");

        Assert.Equal((302, order.FulfillmentUrl), (page.Status, page.Headers["Location"]));
        Assert.Equal((200, order.FulfillmentUrl), (json.Status, (string?)json.Json["fulfillment_url"]));
        Assert.Equal((403, 2106), (wrongHash.Status, wrongHash.Code));
    }

    [Fact]
    public async Task Only_force_deletes_a_claimed_order_and_nothing_a_paid_one()
    {
        var (claimed, paid) = (AnOrder(), AnOrder());
        await ClaimAsync(claimed);
        await BuyAsync(paid);

        var claimedRefusal = await RefusalAsync(() => Client.DeleteOrderAsync(claimed.OrderId!));
        await Client.DeleteOrderAsync(claimed.OrderId!, force: true);
        var paidRefusal = await RefusalAsync(() => Client.DeleteOrderAsync(paid.OrderId!, force: true));

        Assert.Equal((409, 2520), claimedRefusal);
        Assert.IsType<OrderStatus.NotFound>(await Client.GetOrderStatusAsync(claimed.OrderId!));
        Assert.Equal((409, 2521), paidRefusal);
    }
}
