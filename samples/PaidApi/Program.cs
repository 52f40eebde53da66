using Microsoft.AspNetCore.Http.HttpResults;
using PaidApi;
using Taler.Paywall;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall"));
builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.AllowAnyOrigin().WithHeaders("Idempotency-Key", TalerPaywallDefaults.SessionHeaderName)));
if (string.IsNullOrEmpty(builder.Configuration["TalerPaywall:Merchant:BaseUrl"]))
    builder.Services.AddTalerSandbox(sandbox => sandbox.Port = builder.Configuration.GetValue<int>("Sandbox:Port"));

var app = builder.Build();

app.Use((context, next) =>
{
    context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
    return next(context);
});
app.UseCors();              // before the paywall, so that pages of other origins can read its answers too
app.UseTalerPaywall();
app.UseDefaultFiles();
app.UseStaticFiles();

app.MapGet("/api/ports", (ITalerPaywall paywall) => Port.All.SelectMany(port => PriceList.Of(paywall, port)));
app.MapGet("/api/tides/{port}", Results<Ok<TideTable>, NotFound> (string port, HttpContext context, TimeProvider clock) =>
    Port.Find(port) is { } found && context.GetTalerPayment() is { } payment     // a port without a price is not sold, so it is not there
        ? TypedResults.Ok(TideTable.Of(found, clock.GetUtcNow(), payment))
        : TypedResults.NotFound());

app.Run();
