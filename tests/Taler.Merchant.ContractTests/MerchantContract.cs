using Taler.Merchant.ContractTests.Backends;

namespace Taler.Merchant.ContractTests;

/// <summary>What every merchant backend does that needs no wallet: the protocol of version 25, as far as a shop meets it.</summary>
public abstract partial class MerchantContract<TBackend>(TBackend backend) : MerchantContractBase(backend), IClassFixture<TBackend>
    where TBackend : class, IMerchantBackend
{
    [Fact]
    public async Task The_configuration_names_version_and_currency()
    {
        var config = await Client.GetConfigAsync();

        Assert.Matches(@"^\d+:\d+:\d+$", config.Version);
        Assert.Contains(config.Currency, config.Currencies.Keys);
    }

    [Fact]
    public async Task A_wrong_access_token_is_refused_with_a_code()
    {
        var stranger = MakeClient(options => options.AccessToken = "secret-token:wrong-" + Guid.NewGuid().ToString("N"));

        var (status, code) = await RefusalAsync(() => stranger.ListOrdersAsync());

        Assert.Equal(401, status);
        Assert.NotNull(code);
    }

    [Fact]
    public async Task An_unknown_instance_is_told_from_an_unknown_order()
    {
        var nowhere = new Uri(BaseUrl.AbsolutePath.Contains("/instances/", StringComparison.Ordinal) ? new Uri(BaseUrl, "../") : new Uri(BaseUrl, "instances/"), "no-such-instance/");
        var lost = MakeClient(options => (options.BaseUrl, options.AccessToken) = (nowhere.AbsoluteUri, "secret-token:any"));

        var refusal = await RefusalAsync(() => lost.GetOrderStatusAsync(NewOrderId()));

        Assert.Equal((404, TalerErrorCodes.InstanceUnknown), refusal);
    }

    [Fact]
    public async Task A_webhook_is_registered_shown_changed_and_deleted()
    {
        var webhook = new Webhook
        {
            WebhookId = "contract-" + Guid.NewGuid().ToString("N"),
            EventType = WebhookEventTypes.Pay,
            Url = "https://shop.invalid/hook",
            HeaderTemplate = "X-Secret: s3cret",
            BodyTemplate = "{{ order_id }}",
        };
        try
        {
            await Client.CreateWebhookAsync(webhook);
            var conflict = await RefusalAsync(() => Client.CreateWebhookAsync(webhook with { Url = "https://shop.invalid/other" }));
            var shown = await Client.GetWebhookAsync(webhook.WebhookId);
            var listed = await Client.ListWebhooksAsync();
            await Client.UpdateWebhookAsync(webhook with { EventType = WebhookEventTypes.Refund });
            var changed = await Client.GetWebhookAsync(webhook.WebhookId);

            Assert.Equal((409, 2900), conflict);
            Assert.Equal(webhook, shown);
            Assert.Contains(new WebhookListEntry(webhook.WebhookId, WebhookEventTypes.Pay), listed);
            Assert.Equal(webhook with { EventType = WebhookEventTypes.Refund }, changed);
        }
        finally
        {
            await Client.DeleteWebhookAsync(webhook.WebhookId);
        }
        await Client.DeleteWebhookAsync(webhook.WebhookId);
        var updateOfNothing = await RefusalAsync(() => Client.UpdateWebhookAsync(webhook));

        Assert.Null(await Client.GetWebhookAsync(webhook.WebhookId));
        Assert.Equal((404, TalerErrorCodes.WebhookUnknown), updateOfNothing);
    }

    [Fact]
    public async Task A_session_that_nobody_knows_is_not_found()
    {
        Assert.IsType<SessionStatus.NotFound>(await Client.GetSessionStatusAsync(SessionId.Create(), NewUrl()));
    }

    [Fact]
    public async Task A_session_with_an_unpaid_order_is_unpaid()
    {
        var order = AnOrder() with { SessionId = SessionId.Create() };
        await CreateAsync(order);

        Assert.IsType<SessionStatus.Unpaid>(await Client.GetSessionStatusAsync(order.SessionId!, order.FulfillmentUrl!));
    }
}
