namespace Taler.Merchant.Tests.Client;

public sealed class RefusalTests
{
    [Theory]
    [InlineData(400, 26, "")]
    [InlineData(400, 30, "does not take the currency")]
    [InlineData(401, 40, "Check Merchant:AccessToken or Merchant:Password.")]
    [InlineData(401, 2015, "Check Merchant:AccessToken or Merchant:Password.")]
    [InlineData(403, 44, "lacks the permission orders-write")]
    [InlineData(404, TalerErrorCodes.EndpointUnknown, "Check Merchant:BaseUrl")]
    [InlineData(404, TalerErrorCodes.InstanceUnknown, "The instance does not exist: check Merchant:BaseUrl.")]
    [InlineData(404, TalerErrorCodes.InstanceDeleted, "The instance does not exist: check Merchant:BaseUrl.")]
    [InlineData(404, TalerErrorCodes.NoBankAccount, "The instance has no bank account")]
    [InlineData(404, 2533, "")]
    [InlineData(409, TalerErrorCodes.CurrencyMismatch, "does not take the currency")]
    [InlineData(410, 0, "out of stock")]
    [InlineData(413, 32, "too large")]
    [InlineData(451, TalerErrorCodes.AmountNotLegal, "not legally possible")]
    public async Task A_refused_order_says_what_to_do_about_it(int status, int code, string wayOut)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(status, code, "the backend explains"));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.CreateOrderAsync(Orders.Request(Orders.Id)));

        Assert.Equal((TalerMerchantFailure.Refused, status, code, "the backend explains"), (e.Failure, (int)e.StatusCode!, e.Code, e.Hint));
        Assert.StartsWith($"POST private/orders was refused with status {status}, code {code} (\"the backend explains\").", e.Message, StringComparison.Ordinal);
        Assert.Contains(wayOut, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not to be shown", e.ToString(), StringComparison.Ordinal);
        Assert.Single(backend.Requests);
    }

    [Theory]
    [InlineData(403, TalerErrorCodes.RefundNotAllowed, "allows no refund")]
    [InlineData(403, 44, "lacks the permission orders-refund")]
    [InlineData(404, TalerErrorCodes.OrderUnknown, "does not exist, or no wallet has claimed it")]
    [InlineData(409, TalerErrorCodes.RefundOrderUnpaid, "nothing to refund")]
    [InlineData(409, TalerErrorCodes.RefundExceedsPayment, "a total, not an increment")]
    [InlineData(410, 0, "too late for this refund")]
    public async Task A_refused_refund_says_what_to_do_about_it(int status, int code, string wayOut)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(status, code));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.RefundAsync(Orders.Id, Orders.Price, ""));

        Assert.Equal((TalerMerchantFailure.Refused, code), (e.Failure, e.Code));
        Assert.Contains(wayOut, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_recorded_refusal_of_a_refund_is_read()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json(409, RecordedAnswers.RefundOfUnpaid));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.RefundAsync(Orders.Id, Orders.Price, ""));

        Assert.Equal((2531, "The order provided to the backend was not paid."), (e.Code, e.Hint));
        Assert.DoesNotContain("2026.028", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TalerErrorCodes.InstanceUnknown)]
    [InlineData(TalerErrorCodes.EndpointUnknown)]
    [InlineData(TalerErrorCodes.InstanceDeleted)]
    [InlineData(0)]
    public async Task Only_its_own_code_makes_404_an_unknown_order(int code)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(404, code));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id));

        Assert.Equal((TalerMerchantFailure.Refused, code), (e.Failure, e.Code));
    }

    [Fact]
    public async Task The_404_page_of_a_proxy_is_no_unknown_order()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Html(404));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id));

        Assert.Equal((TalerMerchantFailure.Refused, null, null), (e.Failure, e.Code, e.Hint));
        Assert.Contains("Check Merchant:BaseUrl", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "trouble of its own")]
    [InlineData(502, "trouble of its own")]
    [InlineData(503, "trouble of its own")]
    [InlineData(429, "patience")]
    public async Task Trouble_of_the_backend_is_not_a_refusal(int status, string wayOut)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Html(status));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.RefundAsync(Orders.Id, Orders.Price, ""));

        Assert.Equal((TalerMerchantFailure.BackendTrouble, status), (e.Failure, (int)e.StatusCode!));
        Assert.Contains(wayOut, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hint_is_cut_to_200_printable_characters()
    {
        var hint = "line\\r\\nline\\u001b[31m\\u202e " + new string('x', 500);
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(400, 26, hint));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.DeleteOrderAsync(Orders.Id));

        Assert.StartsWith("lineline[31m xxx", e.Hint, StringComparison.Ordinal);
        Assert.Equal(200, e.Hint!.Length);
        Assert.DoesNotContain(e.Message, char.IsControl);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable()
    {
        Uri nobody;
        await using (var backend = await ScriptedBackend.StartAsync())
            nobody = backend.BaseUrl;
        await using var host = MerchantHost.Of(nobody);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.RefundAsync(Orders.Id, Orders.Price, ""));

        Assert.Equal(TalerMerchantFailure.Unreachable, e.Failure);
        Assert.Contains("Merchant:BaseUrl", e.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<HttpRequestException>(e.InnerException);
    }
}
