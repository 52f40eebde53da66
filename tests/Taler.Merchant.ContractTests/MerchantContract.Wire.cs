namespace Taler.Merchant.ContractTests;

public abstract partial class MerchantContract<TBackend>
{
    private const string Page = "text/html,application/xhtml+xml,*/*;q=0.8";

    [Fact]
    public async Task An_error_is_JSON_that_nobody_may_store()
    {
        var answer = await ShopAsync(HttpMethod.Get, $"private/orders/{NewOrderId()}");

        Assert.Equal((404, TalerErrorCodes.OrderUnknown), (answer.Status, answer.Code));
        Assert.NotEmpty((string)answer.Json["hint"]!);
        Assert.Equal("application/json", answer.MediaType);
        Assert.Equal(("no-store", "*"), (answer.Headers["Cache-Control"], answer.Headers["Access-Control-Allow-Origin"]));
    }

    [Fact]
    public async Task A_wrong_method_is_refused_with_those_that_are_right()
    {
        var answer = await ShopAsync(HttpMethod.Post, $"private/orders/{NewOrderId()}", "{}");

        Assert.Equal((405, 20), (answer.Status, answer.Code));
        Assert.Equal(["DELETE", "GET", "HEAD"], answer.Headers["Allow"].Split(", ").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_path_that_is_not_of_the_protocol_has_a_code_of_its_own()
    {
        var answer = await GetAsync("no-such-endpoint");

        Assert.Equal((404, TalerErrorCodes.EndpointUnknown), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_refused()
    {
        var answer = await ShopAsync(HttpMethod.Post, "private/orders", "not json");

        Assert.Equal((400, 22), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task What_is_private_needs_an_access_token()
    {
        var answer = await GetAsync("private/orders");

        Assert.Equal(401, answer.Status);
        Assert.NotNull(answer.Code);
    }

    [Fact]
    public async Task A_status_that_did_not_change_is_not_sent_again()
    {
        var created = await CreateAsync(AnOrder());
        var path = $"private/orders/{created.OrderId}";
        var tag = (await ShopAsync(HttpMethod.Get, path)).Headers["ETag"];

        var again = await ShopAsync(HttpMethod.Get, $"{path}?timeout_ms=50&lp_not_etag={Uri.EscapeDataString(tag.Trim('"'))}", ifNoneMatch: tag);

        Assert.Equal((304, ""), (again.Status, again.Text));
    }

    [Fact]
    public async Task The_public_status_needs_the_claim_token()
    {
        var created = await CreateAsync(AnOrder());

        var right = await GetAsync($"orders/{created.OrderId}?token={created.ClaimToken!.Value}");
        var wrong = await GetAsync($"orders/{created.OrderId}?token={new string('0', 26)}");

        Assert.Equal(402, right.Status);
        Assert.Equal(created.ClaimToken, TalerPayUri.Parse((string)right.Json["taler_pay_uri"]!).ClaimToken);
        Assert.Equal((403, 2105), (wrong.Status, wrong.Code));
    }

    [Fact]
    public async Task The_public_status_of_an_order_without_claim_token_is_open()
    {
        var created = await CreateAsync(AnOrder() with { CreateToken = false });

        var answer = await GetAsync($"orders/{created.OrderId}");

        Assert.Equal((402, "application/json"), (answer.Status, answer.MediaType));
    }

    [Fact]
    public async Task Who_finds_an_order_without_its_claim_token_is_sent_to_order_anew()
    {
        var order = AnOrder() with { PublicReorderUrl = NewUrl() };
        await CreateAsync(order);

        var answer = await GetAsync($"orders/{order.OrderId}");

        Assert.Equal(202, answer.Status);
        Assert.Equal(order.PublicReorderUrl, (string?)answer.Json["public_reorder_url"]);
    }

    [Fact]
    public async Task The_order_status_URL_is_a_page_to_pay_on()
    {
        var created = await CreateAsync(AnOrder());
        var url = (await UnpaidAsync(created.OrderId, SessionId.Create())).OrderStatusUrl;

        var answer = await GetAsync(url.AbsoluteUri, Page);

        Assert.Equal((402, "text/html"), (answer.Status, answer.MediaType));
        Assert.Contains(created.OrderId.Value, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_public_status_of_an_order_that_never_was_is_not_found()
    {
        var answer = await GetAsync($"orders/{NewOrderId()}");

        Assert.Equal((404, TalerErrorCodes.OrderUnknown), (answer.Status, answer.Code));
    }
}
