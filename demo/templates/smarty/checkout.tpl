{* Every value is escaped where it is printed, whatever escape_html is set to. *}
<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>{$title|escape:'html':'UTF-8'}</title>
    <link rel="preload" as="script" href="https://js.stripe.com/endive/stripe.js" />
    <script type="module" src="/assets/secure-checkout.min.js"></script>
    <script type="module" src="/checkout.js"></script>
  </head>
  <body>
    <h1>{$title|escape:'html':'UTF-8'}</h1>
    {if $note}<p>{$note|escape:'html':'UTF-8'}</p>{/if}

    <section data-method="card">
      <secure-checkout
        endpoint="{$pay|escape:'html':'UTF-8'}"
        token="{$token|escape:'html':'UTF-8'}"
        lang="ja"
        data-renew="/checkout.php?token=1"
      >
        {* Braces of JSON, CSS and scripts are Smarty's own unless they stand in literal. *}
        {literal}
        <script type="application/json" slot="config">
          {"paymentName": "クレジットカード（JCB・Visa・Mastercard ほか）"}
        </script>
        {/literal}
        <noscript>カードでのお支払いにはJavaScriptが必要です。</noscript>
      </secure-checkout>
    </section>
  </body>
</html>
