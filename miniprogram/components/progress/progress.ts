/** How far: a hairline that fills in blossom, in willow when it is done. `percent` is 0–100. */
Component({
  properties: {
    percent: { type: Number, value: 0 },
    isDone: { type: Boolean, value: false },
  },
})
