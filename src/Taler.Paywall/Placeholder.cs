namespace Taler.Paywall;
