using System.Text.Json.Nodes;

namespace Taler.Merchant.ContractTests;

public abstract partial class MerchantContract<TBackend>
{
    [Fact]
    public async Task The_same_order_again_is_the_same_order()
    {
        var order = AnOrder();

        var first = await CreateAsync(order);
        var second = await CreateAsync(order);

        Assert.Equal((order.OrderId, order.OrderId), (first.OrderId, second.OrderId));
    }

    [Fact]
    public async Task Another_order_of_the_same_ID_exists_already()
    {
        var order = AnOrder();
        await CreateAsync(order);

        var other = await Client.CreateOrderAsync(order with { Amount = Money("0.02") });

        Assert.IsType<CreateOrderResult.Exists>(other);
        Assert.Equal(Cheap, (await UnpaidAsync(order.OrderId!)).TotalAmount);
    }

    [Fact]
    public async Task The_backend_chooses_an_ID_where_the_shop_has_none()
    {
        var first = await CreateAsync(AnOrder() with { OrderId = null });
        var second = await CreateAsync(AnOrder() with { OrderId = null });

        Assert.NotEqual(first.OrderId, second.OrderId);
        Assert.Equal(first.OrderId, (await UnpaidAsync(first.OrderId)).TalerPayUri.OrderId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_has_a_claim_token_if_the_shop_wants_one(bool wanted)
    {
        var created = await CreateAsync(AnOrder() with { CreateToken = wanted });

        var status = await UnpaidAsync(created.OrderId);

        Assert.Equal(wanted, created.ClaimToken is not null);
        Assert.Equal(created.ClaimToken, status.TalerPayUri.ClaimToken);
    }

    [Fact]
    public async Task An_unpaid_order_tells_what_a_wallet_and_a_buyer_need()
    {
        var session = SessionId.Create();
        var order = AnOrder();
        var created = await CreateAsync(order);

        var status = await UnpaidAsync(created.OrderId, session);

        Assert.Equal((Cheap, order.Summary), (status.TotalAmount, status.Summary));
        Assert.Equal((created.OrderId, session), (status.TalerPayUri.OrderId, status.TalerPayUri.SessionId));
        Assert.Contains(created.OrderId.Value, status.OrderStatusUrl.AbsolutePath, StringComparison.Ordinal);
        Assert.NotNull(status.CreationTime);
        Assert.Equal(created.PayDeadline, status.PayDeadline);
        Assert.Null(status.AlreadyPaidOrderId);
    }

    [Fact]
    public async Task An_order_with_choices_has_no_single_amount()
    {
        var order = AnOrder() with { Amount = null, Choices = [new OrderChoice { Amount = Cheap }, new OrderChoice { Amount = Money("0.02") }] };
        await CreateAsync(order);

        var status = await UnpaidAsync(order.OrderId!);

        Assert.Null(status.TotalAmount);
        Assert.Equal(order.Summary, status.Summary);
    }

    [Fact]
    public async Task The_proposal_keeps_the_shops_data_and_counts_refunds_from_the_pay_deadline()
    {
        var order = AnOrder() with
        {
            Extra = new JsonObject { ["taler_paywall"] = new JsonObject { ["resource"] = "essay:bread" } },
            RefundDelay = RelativeTime.FromTimeSpan(TimeSpan.FromHours(1)),
        };
        await CreateAsync(order);

        var terms = (await ShopAsync(HttpMethod.Get, $"private/orders/{order.OrderId}")).Json["proto_contract_terms"]!;

        Assert.Equal("essay:bread", (string?)terms["extra"]!["taler_paywall"]!["resource"]);
        Assert.Equal(order.FulfillmentUrl, (string?)terms["fulfillment_url"]);
        Assert.Equal(3600, (long)terms["refund_deadline"]!["t_s"]! - (long)terms["pay_deadline"]!["t_s"]!);
    }

    [Fact]
    public async Task A_currency_that_the_backend_does_not_take_is_refused()
    {
        var order = AnOrder() with { Amount = Amount.Parse("NOMONEY:1") };

        Assert.Equal((409, TalerErrorCodes.CurrencyMismatch), await RefusalAsync(() => Client.CreateOrderAsync(order)));
    }

    [Fact]
    public async Task A_pay_deadline_in_the_past_is_refused()
    {
        var order = AnOrder() with { PayDeadline = Timestamp.FromSeconds(1_500_000_000) };

        Assert.Equal((400, 2507), await RefusalAsync(() => Client.CreateOrderAsync(order)));
    }

    [Fact]
    public async Task An_order_that_never_was_is_not_found()
    {
        Assert.IsType<OrderStatus.NotFound>(await Client.GetOrderStatusAsync(NewOrderId()));
    }

    [Fact]
    public async Task A_wait_in_which_nothing_happens_ends_with_the_status_as_it_is()
    {
        var session = SessionId.Create();
        var created = await CreateAsync(AnOrder());

        var status = Assert.IsType<OrderStatus.Unpaid>(await Client.WaitForPaymentAsync(created.OrderId, session, TimeSpan.FromMilliseconds(200)));

        Assert.Equal((created.OrderId, session), (status.TalerPayUri.OrderId, status.TalerPayUri.SessionId));
    }

    [Fact]
    public async Task Nobody_waits_for_an_order_that_never_was()
    {
        Assert.IsType<OrderStatus.NotFound>(await Client.WaitForPaymentAsync(NewOrderId(), null, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task A_deleted_order_is_gone_and_deleting_it_again_is_no_error()
    {
        var created = await CreateAsync(AnOrder());

        await Client.DeleteOrderAsync(created.OrderId);
        await Client.DeleteOrderAsync(created.OrderId);

        Assert.IsType<OrderStatus.NotFound>(await Client.GetOrderStatusAsync(created.OrderId));
    }

    [Fact]
    public async Task The_list_shows_the_newest_orders_first_and_goes_on_from_a_row()
    {
        var older = await CreateAsync(AnOrder());
        var newer = await CreateAsync(AnOrder());

        var all = await Client.ListOrdersAsync();
        var entry = Assert.Single(all, found => found.OrderId == newer.OrderId);
        var before = await Client.ListOrdersAsync(new ListOrdersRequest { Offset = entry.RowId });

        Assert.True(all.Count <= 20);
        Assert.Equal((Cheap, "Contract test", false), (entry.Amount, entry.Summary, entry.Paid));
        Assert.Contains(before, found => found.OrderId == older.OrderId);
        Assert.DoesNotContain(before, found => found.OrderId == newer.OrderId);
    }

    [Fact]
    public async Task An_unpaid_order_is_not_among_the_paid_ones()
    {
        var created = await CreateAsync(AnOrder());

        var paid = await Client.ListOrdersAsync(new ListOrdersRequest { Paid = true });
        var unpaid = await Client.ListOrdersAsync(new ListOrdersRequest { Paid = false });

        Assert.DoesNotContain(paid, found => found.OrderId == created.OrderId);
        Assert.Contains(unpaid, found => found.OrderId == created.OrderId);
    }

    [Fact]
    public async Task An_order_that_never_was_cannot_be_refunded()
    {
        Assert.Equal((404, TalerErrorCodes.OrderUnknown), await RefusalAsync(() => Client.RefundAsync(NewOrderId(), Cheap, "contract test")));
    }

    [Fact]
    public async Task An_unclaimed_order_cannot_be_refunded()
    {
        var created = await CreateAsync(AnOrder());

        var refusal = await RefusalAsync(() => Client.RefundAsync(created.OrderId, Cheap, "contract test"));

        // Backends differ: the order has no contract yet, or it is not paid.
        Assert.Contains(refusal, new (int, int?)[] { (404, TalerErrorCodes.OrderUnknown), (409, TalerErrorCodes.RefundOrderUnpaid) });
    }
}
